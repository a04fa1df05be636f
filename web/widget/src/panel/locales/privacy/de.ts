import type { Catalogue } from './en';

export const de: Catalogue = {
  sound: 'Ton',
  modeFull:
    'Dieser Chat erkennt Sie mit einem Cookie wieder. Er behält die Seiten, die Sie hier besuchen, Ihre ' +
    'Stadt und Ihre Nachrichten.',
  modeTab:
    'Dieser Chat erkennt Sie, solange dieser Tab offen ist. Er behält die Seiten, die Sie hier besuchen, ' +
    'Ihre Stadt und Ihre Nachrichten.',
  modeMinimal:
    'Dieser Chat vergisst Sie, wenn Sie diesen Tab schließen. Er behält Ihr Land und Ihre Nachrichten, ' +
    'und nichts über die Seiten, die Sie besuchen.',
  id: 'Ihre Nummer hier: {id}',
  show: 'Zeigen, was behalten wird',
  download: 'Herunterladen',
  end: 'Chat beenden und mich auf diesem Gerät vergessen',
  erase: 'Alles über mich löschen',
  eraseAsk: 'Ihre Nachrichten, Dateien und Besuche werden endgültig gelöscht, auch beim Team. Möchten Sie das?',
  askTeam: 'Sie sind hier nicht nur durch diesen Browser bekannt. Bitten Sie das Team, alles zu löschen.',
  eraseYes: 'Ja, löschen',
  erased: 'Erledigt. Alles über Sie wird gelöscht.',
  ended: 'Erledigt. Dieses Gerät hat den Chat vergessen.',
  again: 'Neuen Chat beginnen',
  policy: 'Datenschutzerklärung dieser Website',
  kept: 'Was behalten wird',
  firstSeen: 'Erster Besuch',
  visits: 'Besuche',
  pages: 'Seiten: {n}',
  profile: 'Was Sie uns gesagt haben',
  why: 'Warum sagt der Assistent das?',
  whyThis:
    'Er hat Ihre Frage mit den Fragen verglichen, zu denen das Team Antworten geschrieben hat, und „{title}“ liegt am nächsten. Die Worte sind die des Teams.',
  whyNone:
    'Er erfindet keine Antworten: Er wählt unter denen, die das Team geschrieben hat. Bisher hat er hier keine davon gegeben.',
  nothing: 'Nichts.',
};
