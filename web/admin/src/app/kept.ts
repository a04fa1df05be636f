// Drafts are kept in this browser under names that begin so. They are deleted at the sign-out: the
// next user of the browser does not find them.
export const began = 'botifire-draft/';

// forgetBegun drops all of it, in this tab and in the browser.
export function forgetBegun(): void {
  try {
    for (const store of [sessionStorage, localStorage]) {
      for (const key of Object.keys(store)) if (key.startsWith(began)) store.removeItem(key);
    }
  } catch {} // without storage there is nothing to forget
}
