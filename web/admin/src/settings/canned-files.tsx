import { Button, CloseButton, FileButton, Group, Progress, Text, UnstyledButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { openFile } from '../../../lib/address';
import { accepted, nameOf, put, typeOf } from '../../../lib/files';
import type { CannedFile } from '../../../lib/wire';
import { type Api, ApiError, ok } from '../app/api';
import { useApp } from '../app/context';
import { Size } from '../inbox/media';
import { refusalOf } from '../inbox/uploads';

export const mostFiles = 3;

// useUploads uploads files for a canned reply, one after the other. They are kept once a reply is saved that has them.
export function useUploads(add: (file: CannedFile) => void) {
  const { api } = useApp();
  const [progress, setProgress] = useState<number>();
  const [problem, setProblem] = useState('');
  const stop = useRef<AbortController>(undefined);
  const upload = async (files: File[], room: number) => {
    setProblem('');
    if (files.length > room)
      return setProblem(`A reply has at most ${mostFiles} files. Remove one, or add fewer at once.`);
    const found = files.map((file) => refusalOf(file)).find(Boolean);
    if (found) return setProblem(found);
    stop.current = new AbortController();
    const { signal } = stop.current;
    try {
      for (const file of files) {
        setProgress(0);
        add(await uploaded(api, file, setProgress, signal));
      }
    } catch (e) {
      if (!signal.aborted) setProblem(e instanceof ApiError ? e.message : 'The file was not uploaded. Try again.');
    } finally {
      setProgress(undefined);
    }
  };
  return { upload, progress, problem, clear: () => setProblem(''), cancel: () => stop.current?.abort() };
}

async function uploaded(api: Api, file: File, progress: (percent: number) => void, signal: AbortSignal) {
  const body = { name: nameOf(file), type: typeOf(file), size: file.size };
  const place = await ok(api.POST('/v1/canned-replies/files', { body, signal }));
  await put(file, place, progress, signal);
  return { upload: place.id, ...body };
}

interface Props {
  files: CannedFile[];
  remove: (upload: string) => void;
  uploads: ReturnType<typeof useUploads>;
  error?: string;
}

// Files are those that go along with a canned reply.
export function Files({ files, remove, uploads, error }: Props) {
  const { upload, progress, problem, clear, cancel } = uploads;
  const wrong = problem || error;
  const take = (picked: File[]) => {
    if (picked.length) void upload(picked, mostFiles - files.length);
  };
  return (
    <div>
      {files.map((f) => (
        <Group key={f.upload} gap={4} wrap="nowrap">
          <IconPaperclip size={16} aria-hidden />
          <Text size="sm" className="cut">
            <bdi>{f.name}</bdi> <Size of={f.size} />
          </Text>
          <CloseButton
            size="sm"
            aria-label={`Remove ${f.name}`}
            onClick={() => {
              clear();
              remove(f.upload);
            }}
          />
        </Group>
      ))}
      {progress !== undefined && (
        <Group gap="xs" wrap="nowrap">
          <Progress value={progress} aria-label="Upload" animated flex={1} />
          <Button size="compact-xs" variant="subtle" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      )}
      <FileButton multiple onChange={take} accept={accepted} disabled={progress !== undefined}>
        {(props) => (
          <Button
            {...props}
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPaperclip size={16} />}
            disabled={progress !== undefined || files.length >= mostFiles}
          >
            Add a file
          </Button>
        )}
      </FileButton>
      {wrong && (
        <Text size="xs" c="red" role="alert">
          {wrong}
        </Text>
      )}
      {files.length >= mostFiles && (
        <Text size="xs" c="dimmed">
          A reply has at most {mostFiles} files.
        </Text>
      )}
    </div>
  );
}

// FileNames are the files of a reply that is saved, to be opened.
export function FileNames({ files, own }: { files: CannedFile[]; own: boolean }) {
  const { api } = useApp();
  const [problem, setProblem] = useState('');
  const open = (upload: string) =>
    ok(api.GET('/v1/canned-replies/files/{upload}', { params: { path: { upload }, query: { own } } })).then(
      ({ url }) => {
        setProblem('');
        openFile(url);
      },
      (e: Error) => setProblem(e.message),
    );
  return (
    <>
      <Group gap="xs">
        {files.map((f) => (
          <UnstyledButton key={f.upload} onClick={() => void open(f.upload)} aria-label={`Open ${f.name}`}>
            <Group gap={4} wrap="nowrap">
              <IconPaperclip size={14} aria-hidden />
              <Text size="xs" td="underline">
                <bdi>{f.name}</bdi> <Size of={f.size} />
              </Text>
            </Group>
          </UnstyledButton>
        ))}
      </Group>
      {problem && (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
    </>
  );
}
