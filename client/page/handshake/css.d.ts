// The bundler takes style sheets in; they have no names to import.
declare module '*.css'
