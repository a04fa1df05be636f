// Input methods build words of several keys (Japanese, Chinese, Korean, accents): Enter takes a
// word, and Escape drops it, and neither is meant for the page.

// Safari ends the word before it tells of its key, in one go. The window may have elements by
// the names of its own methods, so that it is asked past them.
let ending = false;
const end = () => {
  ending = true;
  setTimeout(() => {
    ending = false;
  });
};
EventTarget.prototype.addEventListener.call(window, 'compositionend', end, true);

// builds tells whether a key went into the word that is being built.
export function builds(e: KeyboardEvent): boolean {
  return ending || e.isComposing || e.keyCode === 229;
}
