/** Sets an element's text; one that stays as it is is not set, since a screen reader and a selection would notice. */
export function setText(node: HTMLElement, words: string): void {
  if (node.textContent !== words) node.textContent = words
}
