// The words of the page that the shield opens: fetched with it.
export const en = {
  sound: 'Sound',
  modeFull: 'This chat remembers you with a cookie. It keeps the pages you visit here, your city and your messages.',
  modeTab:
    'This chat remembers you while this tab is open. It keeps the pages you visit here, your city and your messages.',
  modeMinimal:
    'This chat forgets you when you close this tab. It keeps your country and your messages, and nothing ' +
    'about the pages you visit.',
  id: 'Your number here: {id}',
  show: 'Show what is kept',
  download: 'Download it',
  end: 'End the chat and forget me on this device',
  erase: 'Delete everything about me',
  eraseAsk: 'Your messages, files and visits are deleted for good, also for the team. Do you want that?',
  askTeam: 'You are known here by more than this browser. Ask the team to delete all of it.',
  eraseYes: 'Yes, delete it',
  erased: 'Done. Everything about you is being deleted.',
  ended: 'Done. This device has forgotten the chat.',
  again: 'Start a new chat',
  policy: 'Privacy policy of this site',
  kept: 'What is kept',
  firstSeen: 'First visit',
  visits: 'Visits',
  pages: 'Pages: {n}',
  profile: 'What you told us',
  why: 'Why did the assistant say this?',
  whyThis:
    'It compared your question with the questions to which the team has written answers, and found “{title}” the nearest. The words are the team’s.',
  whyNone:
    'It invents no answers: it chooses among those that the team has written. So far it has given none of them here.',
  nothing: 'Nothing.',
};

export type Catalogue = Record<keyof typeof en, string>;
