// refocus gives the focus to an element where the control that had it is gone or disabled. It takes it from no other.
export function refocus(to: HTMLElement | null): void {
  const at = document.activeElement;
  if (!at || at === document.body || at.matches(':disabled')) to?.focus();
}
