import { Button, Collapse, Tabs, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Site } from '../../../lib/wire';
import { useApp } from '../app/context';
import { Copied } from './parts';

// managed is the snippet for tag managers, which drop attributes that they do not know.
const managed = (key: string, door: string) => `<script>
  var s = document.createElement('script');
  s.async = true;
  s.src = '${door}/widget.js';
  s.dataset.site = '${key}';
  document.body.appendChild(s);
</script>`;

// Install shows the code that goes on a page.
export function Install({ site }: { site: Site }) {
  const [shown, { toggle }] = useDisclosure();
  const door = location.origin;
  const { files } = useApp();
  const tag = `<script async src="${door}/widget.js" data-site="${site.key}"></script>`;
  const policy = [
    `script-src ${door};`,
    `connect-src ${door} ${door.replace(/^http/, 'ws')} ${files};`,
    `img-src ${files};`,
    `media-src ${files};`,
  ].join('\n');
  return (
    <>
      <Button mt="xs" size="xs" onClick={toggle} aria-expanded={shown}>
        {shown ? 'Hide how to install it' : 'How to install it'}
      </Button>
      <Collapse expanded={shown}>
        <Tabs defaultValue="html" mt="sm" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="html">Plain HTML</Tabs.Tab>
            <Tabs.Tab value="manager">Tag manager</Tabs.Tab>
            <Tabs.Tab value="policy">Security policy</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="html" pt="xs">
            <Text size="sm" mb={4}>
              Before the end of <code>body</code>, on every page:
            </Text>
            <Copied label="Snippet" text={tag} />
          </Tabs.Panel>
          <Tabs.Panel value="manager" pt="xs">
            <Text size="sm" mb={4}>
              A tag of the kind “Custom HTML”, fired on all pages. Tag managers drop attributes that they do not know,
              so this sets them by hand:
            </Text>
            <Copied label="Snippet for a tag manager" text={managed(site.key, door)} />
          </Tabs.Panel>
          <Tabs.Panel value="policy" pt="xs">
            <Text size="sm" mb={4}>
              If your pages send a Content-Security-Policy, add to it:
            </Text>
            <Copied label="Policy" text={policy} />
          </Tabs.Panel>
        </Tabs>
      </Collapse>
    </>
  );
}
