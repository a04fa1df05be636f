import {
  ActionIcon,
  type ActionIconProps,
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
  Menu,
  type MenuItemProps,
  NavLink,
  type NavLinkProps,
  type PolymorphicComponentProps,
} from '@mantine/core';
import { createLink } from '@tanstack/react-router';

// Links that look like the kit's parts. The router checks their addresses.
export const AnchorLink = createLink((props: PolymorphicComponentProps<'a', AnchorProps>) => (
  <Anchor component="a" {...props} />
));
export const ButtonLink = createLink((props: PolymorphicComponentProps<'a', ButtonProps>) => (
  <Button component="a" {...props} />
));
export const IconLink = createLink((props: PolymorphicComponentProps<'a', ActionIconProps>) => (
  <ActionIcon component="a" {...props} />
));
export const ItemLink = createLink((props: PolymorphicComponentProps<'a', MenuItemProps>) => (
  <Menu.Item component="a" {...props} />
));
export const PlaceLink = createLink((props: PolymorphicComponentProps<'a', NavLinkProps>) => (
  <NavLink component="a" {...props} />
));
