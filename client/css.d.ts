/** A style sheet is imported for its effect alone; Vite puts it into the page. */
declare module '*.css'
