import { createContext } from 'react';
import { plain } from '../../../lib/links';
import type { Session, Visitor } from '../../../lib/wire';
import { countryName } from './format';

// Someone is the person that a row is about.
export interface Someone {
  name?: string; // the best that is known: a name, an e-mail address, a phone number
  place?: Session['place'];
  cookieId?: string;
  mode?: Session['mode'];
}

// called is a visitor's name, or else something that tells them from others.
export function called({ name, place, mode }: Someone): string {
  const known = plain(name ?? '');
  if (known) return known;
  const from = plain(place?.city ?? '') || countryName(place?.country);
  return (mode === 'minimal' ? 'Private visitor' : 'Visitor') + (from ? ` from ${from}` : '');
}

// detailOf tells people of the same name apart; it does not identify them.
export const detailOf = ({ name, cookieId }: Someone): string => (plain(name ?? '') ? '' : (cookieId ?? ''));

const fields = ['name', 'username', 'email', 'phone'];

// someoneOf is a person by their profile.
export const someoneOf = (v: Visitor): Someone => ({
  name: fields.map((field) => v.profile?.[field]?.value).find(Boolean),
  place: v.place,
  cookieId: v.cookieId,
});

// VisitorName is the name of the visitor for everything below it.
export const VisitorName = createContext('Visitor');

// Called is a person in a list or a title, with a short id for a person without a name.
export function Called({ who }: { who: Someone }) {
  const detail = detailOf(who);
  return (
    <>
      <bdi>{called(who)}</bdi>
      {detail && (
        <>
          {' '}
          <small className="mono dim">{detail}</small>
        </>
      )}
    </>
  );
}
