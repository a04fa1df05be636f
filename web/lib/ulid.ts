const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let lastTime = 0;
let lastTail = new Uint8Array(16);

// A ULID of a time in ms: ten letters of time, sixteen of chance. Two of the same
// millisecond keep their order.
export function ulid(now: number): string {
  if (now <= lastTime) {
    now = lastTime;
    countUp(lastTail);
  } else {
    lastTail = crypto.getRandomValues(new Uint8Array(16)).map((b) => b % 32);
    lastTail[0]! &= 15; // room to count up
  }
  lastTime = now;
  let head = '';
  for (let i = 0, rest = now; i < 10; i++, rest = Math.floor(rest / 32)) head = letters[rest % 32] + head;
  return head + Array.from(lastTail, (b) => letters[b]).join('');
}

// isUlid tells whether a text can be an id.
export const isUlid = (text: string) => new RegExp(`^[0-7][${letters}]{25}$`).test(text);

// timeOf is the time in ms of which an id is.
export const timeOf = (id: string) => [...id.slice(0, 10)].reduce((ms, letter) => ms * 32 + letters.indexOf(letter), 0);

// countUp adds one to a number of sixteen digits, each of which has 32 values.
function countUp(digits: Uint8Array): void {
  for (let i = 15; i >= 0; i--) {
    digits[i] = (digits[i]! + 1) % 32;
    if (digits[i]) return;
  }
}

// Row ids put a reply (ULID#r) after its question and before the next message.
export const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
