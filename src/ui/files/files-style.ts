import css from './files.css?inline';

// The site has one style sheet, which the first picture waits for; this screen's rules come with the screen.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);
