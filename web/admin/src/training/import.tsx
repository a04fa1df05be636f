import {
  Alert,
  Button,
  Checkbox,
  FileInput,
  Group,
  Loader,
  Modal,
  Progress,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { okText } from '../app/api';
import { useApp } from '../app/context';
import { count, counted } from '../parts/format';
import { languageName, offered } from '../parts/languages';
import { SheetButton } from '../parts/sheet-button';
import { fault, Wrong } from '../settings/parts';
import { Difference } from './difference';
import { ended, type Import, isSite, useImport } from './importing';
import { Unfinished } from './unfinished';

// Files imports entries from a file or a site, and hands all of them over as a sheet.
export function Files() {
  const { api } = useApp();
  const [opened, setOpened] = useState(false);
  const importing = useImport(); // goes on to look after the dialogue is closed
  const writes = importing.act.isPending || importing.now?.state === 'writing';
  const drop = () => !writes && importing.drop();
  const open = () => {
    drop();
    setOpened(true);
  };
  const look = (id: string) => {
    drop();
    importing.take(id);
    setOpened(true);
  };
  const cancel = () => {
    drop();
    setOpened(false);
  };
  const close = () => {
    if (!importing.taken) return cancel();
    if (!writes) importing.leave();
    setOpened(false);
  };
  return (
    <>
      <Unfinished look={look} />
      <Group gap="xs" mb="sm">
        <Button size="xs" variant="light" leftSection={<IconUpload size={16} />} onClick={open}>
          Import
        </Button>
        <SheetButton
          file="knowledge.csv"
          size="xs"
          fetch={() => okText(api.GET('/v1/knowledge/sheet', { parseAs: 'text' }))}
        />
        {opened && <ImportFile importing={importing} close={close} cancel={cancel} />}
      </Group>
    </>
  );
}

const ways = [
  { value: 'file', label: 'A file' },
  { value: 'site', label: 'Pages of your site' },
];

const accepted = '.csv,.tsv,.md,.markdown,.pdf,.docx';

type Importing = ReturnType<typeof useImport>;

interface Dialogue {
  importing: Importing;
  close: () => void;
  cancel: () => void; // closes it, and drops the import
}

function ImportFile({ importing, close, cancel }: Dialogue) {
  const [way, setWay] = useState('file');
  const [file, setFile] = useState<File | null>(null);
  const [language, setLanguage] = useState('en');
  const read = (next: File | null, as: string) => {
    setFile(next);
    setLanguage(as);
    if (next) importing.start(next, as);
    else importing.drop();
  };
  const { now } = importing;
  const written = now?.state === 'writing' || now?.state === 'done';
  return (
    <Modal opened onClose={close} title="Import entries" size="lg" centered closeOnClickOutside={false}>
      <Stack gap="sm">
        {importing.taken && (
          <Text size="sm" fw={600} className="long">
            <bdi>{now?.name}</bdi>
          </Text>
        )}
        {!written && !importing.taken && (
          <>
            <SegmentedControl
              data={ways}
              value={way}
              onChange={(next) => {
                setWay(next);
                read(null, language);
              }}
              aria-label="What to import"
            />
            <Text size="sm">
              {way === 'site' ? (
                <>Each heading of a page with words below it becomes an entry. </>
              ) : (
                <>
                  Of a Word, PDF or Markdown file, each heading with words below it becomes an entry. The first row of a
                  CSV names its columns, at least <code>question</code> and <code>answer</code>.{' '}
                </>
              )}
              Entries become drafts, for you to publish.
            </Text>
            {way === 'site' ? (
              <Site importing={importing} language={language} />
            ) : (
              <FileInput
                label="File"
                placeholder="Choose a .docx, .pdf, .md, .csv or .tsv file"
                accept={accepted}
                value={file}
                clearable
                clearButtonProps={{ 'aria-label': 'Remove the file' }}
                onChange={(next) => read(next, language)}
              />
            )}
            <Select
              label="Language of entries that do not name theirs"
              data={offered.map((value) => ({ value, label: languageName(value) }))}
              value={language}
              allowDeselect={false}
              onChange={(as) => read(file, as ?? 'en')}
            />
          </>
        )}
        <Wrong error={importing.begin.error ?? importing.act.error ?? importing.look.error} shown={shownFaults(way)} />
        <Course importing={importing} />
        <Acts key={now?.id} importing={importing} close={close} cancel={cancel} />
      </Stack>
    </Modal>
  );
}

// shownFaults are the fields that show their own faults.
const shownFaults = (way: string) => (way === 'site' ? ['name'] : undefined);

// Site takes the address at which the reading of a site begins.
function Site({ importing: { now, begin, start }, language }: { importing: Importing; language: string }) {
  const [address, setAddress] = useState('');
  return (
    <form className="address" onSubmit={prevented(() => start(address.trim(), language))}>
      <Group align="end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label="Address of the first page"
          description="It and up to 500 pages below its folder are read, as robots.txt allows"
          placeholder="https://www.example.com/help/"
          type="url"
          required
          value={address}
          onChange={(e) => setAddress(e.currentTarget.value)}
          error={fault(begin.error, 'name')}
        />
        <Button type="submit" variant="light" loading={begin.isPending || now?.state === 'reading'}>
          Read
        </Button>
      </Group>
    </form>
  );
}

// Course shows how far the import is, and once it is read, the changes that it would make.
function Course({ importing: { now, sent, begin } }: { importing: Importing }) {
  if (now?.state === 'reading' && isSite(now)) return <Pages now={now} />;
  if (begin.isPending && sent > 0 && sent < 100)
    return <Progress value={sent} aria-label="Uploaded" animated title={`${sent} % uploaded`} />;
  const busy = { uploading: 'Uploading …', reading: 'Reading the file …', writing: 'Writing the entries …' };
  const first = typeof begin.variables?.from === 'string' ? 'Looking for the first page …' : busy.reading;
  const words = begin.isPending ? first : busy[now?.state as keyof typeof busy];
  if (words)
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" />
        <Text size="sm">{words}</Text>
      </Group>
    );
  if (now?.state === 'failed') return <Wrong error={new Error(now.failure)} />;
  if (now?.state === 'done') return <Outcome now={now} />;
  return now?.plan ? <Difference plan={now.plan} /> : null;
}

// Pages is the progress of the reading of a site. Its end is not known before it is reached.
function Pages({ now }: { now: Import }) {
  const { pages = 0, found = 1 } = now;
  return (
    <div role="status">
      <Text size="sm">
        {counted(pages, 'page', 'pages')} read, {count(found)} found so far
      </Text>
      <Progress value={(100 * pages) / Math.max(found, 1)} aria-label="Pages read" animated mt={4} />
    </div>
  );
}

function Outcome({ now }: { now: Import }) {
  const { added = 0, changed = 0, gone = 0, same = 0 } = now;
  return (
    <div role="status">
      <Text size="sm">
        {added + changed + gone === 0 ? (
          <>Saved. Nothing changed: {counted(same, 'is as it was', 'are as they were')}.</>
        ) : (
          <>
            Imported: {count(added)} new, {count(changed)} changed, {count(gone)} gone,{' '}
            {counted(same, 'as it was', 'as they were')}. The changes are drafts: visitors get them once you publish
            them.
          </>
        )}
      </Text>
      {now.failure && (
        <Alert color="yellow" mt="xs">
          {now.failure}
        </Alert>
      )}
    </div>
  );
}

function Acts({ importing: { now, taken, begin, act }, close, cancel }: Dialogue) {
  const [skip, setSkip] = useState(false);
  const [weekly, setWeekly] = useState(true);
  const plan = now?.plan;
  const changes = plan ? plan.added + plan.changed + plan.gone : 0;
  const refused = changes > 0 && !!plan?.refusals; // with no change there is nothing to leave out
  if (now?.state === 'done')
    return (
      <Group justify="flex-end">
        <Button onClick={close}>Close</Button>
      </Group>
    );
  return (
    <>
      {refused && (
        <Checkbox
          label={plan!.refusals === 1 ? 'Leave this row out' : `Leave these ${count(plan!.refusals)} rows out`}
          checked={skip}
          onChange={(e) => setSkip(e.currentTarget.checked)}
        />
      )}
      {plan && isSite(now) && (
        <Checkbox
          label="Read these pages again each week"
          description="Changes there wait as drafts, for you to publish"
          checked={weekly}
          onChange={(e) => setWeekly(e.currentTarget.checked)}
        />
      )}
      <Group justify="flex-end">
        {taken && !!now && !ended(now) && (
          <Button variant="subtle" color="red" onClick={cancel}>
            Discard this import
          </Button>
        )}
        <Button variant="default" onClick={taken ? close : cancel}>
          {taken || now?.state === 'writing' ? 'Close' : 'Cancel'}
        </Button>
        <Button
          loading={begin.isPending || act.isPending || now?.state === 'writing'}
          disabled={!(changes || (plan && isSite(now))) || (refused && !skip)}
          onClick={() => act.mutate({ act: 'apply', skip: skip || !changes, weekly: isSite(now) && weekly })}
        >
          {changes ? `Import ${counted(changes, 'entry', 'entries')}` : isSite(now) ? 'Save' : 'Import'}
        </Button>
      </Group>
    </>
  );
}
