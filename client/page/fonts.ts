/**
 * Has texts drawn again when a font has come that they lacked. Chromium keeps what it drew before, until the text's
 * font is another one; so it gets a setting that has no effect: kerning is on for every value but 0.
 */
export function followFonts(root: HTMLElement, fonts: FontFaceSet): () => void {
  let loaded = 0
  const look = () => {
    loaded += 1
    root.style.fontFeatureSettings = `"kern" ${loaded}`
  }
  fonts.addEventListener('loadingdone', look)
  return () => fonts.removeEventListener('loadingdone', look)
}
