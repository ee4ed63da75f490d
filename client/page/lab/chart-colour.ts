/**
 * Takes the place of the colour arithmetic that comes with chart.js, which wants it to animate and to darken what is
 * pointed at: the page's charts do neither, so a colour stays what it is.
 */
export class Color {
  readonly valid = false
  private readonly colour: string

  constructor(colour: string) {
    this.colour = colour
  }
  saturate(): this {
    return this
  }
  darken(): this {
    return this
  }
  hexString(): string {
    return this.colour
  }
}
