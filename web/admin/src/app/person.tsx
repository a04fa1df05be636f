import { Button, Menu, Modal, Text, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBell,
  IconInfoCircle,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react';
import { ItemLink } from '../parts/links';
import { Face } from '../parts/team';
import { About } from './about';
import { AwayItem } from './away';
import { useApp } from './context';
import { useGeneral } from './general';
import { useUnread } from './mentions';

const schemes = {
  auto: ['light', IconSunMoon, 'Theme: same as the system'],
  light: ['dark', IconSun, 'Theme: light'],
  dark: ['auto', IconMoon, 'Theme: dark'],
} as const;

interface Props {
  help: () => void;
  small?: boolean;
  tell?: () => void; // shows the mentions, where the menu leads to them
}

// Person is the menu of the person who is signed in.
export function Person({ help, small, tell }: Props) {
  const { me } = useApp();
  const unread = useUnread();
  const mentions = tell && unread;
  const [about, { open, close }] = useDisclosure();
  return (
    <>
      <Menu position="top-start" width={230}>
        <Menu.Target>
          <Button variant="subtle" color="gray" px={small ? 4 : 'xs'} h={48} justify="flex-start">
            <span className="place-icon">
              <Face look={me} size={34} />
              {!!mentions && (
                <b className="dot" aria-hidden>
                  {mentions}
                </b>
              )}
            </span>
            {!small && (
              <Text span ms="xs" size="sm" truncate visibleFrom="lg" maw={110} aria-hidden>
                {me.name}
              </Text>
            )}
            <span className="vh">
              {mentions ? `${mentions} new mentions, ` : ''}
              {me.name}, your menu
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Items help={help} about={open} mentions={mentions} tell={tell} />
        </Menu.Dropdown>
      </Menu>
      <Modal opened={about} onClose={close} title="About" centered>
        <About />
      </Modal>
    </>
  );
}

function Items({ help, about, mentions, tell }: Omit<Props, 'small'> & { about: () => void; mentions?: number }) {
  const { me, auth } = useApp();
  const general = useGeneral();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [next, Icon, label] = schemes[colorScheme];
  return (
    <>
      <Menu.Label>
        {me.email} · {me.role}
        {general.data?.name && (
          <>
            {' '}
            · <bdi>{general.data.name}</bdi>
          </>
        )}
      </Menu.Label>
      <AwayItem />
      {tell && (
        <Menu.Item leftSection={<IconBell size={18} />} onClick={tell}>
          {mentions ? `Mentions (${mentions} new)` : 'Mentions'}
        </Menu.Item>
      )}
      <Menu.Item closeMenuOnClick={false} leftSection={<Icon size={18} />} onClick={() => setColorScheme(next)}>
        {label}
      </Menu.Item>
      <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={help}>
        Keyboard shortcuts
      </Menu.Item>
      <ItemLink leftSection={<IconSettings size={18} />} to="/settings">
        Your settings
      </ItemLink>
      <Menu.Item leftSection={<IconInfoCircle size={18} />} onClick={about}>
        About
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => void auth.signOut()}>
        Sign out
      </Menu.Item>
    </>
  );
}
