// html_valid.mjs FILE... - are these HTML files what the standard says, and accessible as far as a program can see?
// What a document may hold by nature is allowed (long titles, empty headings of somebody's text); nothing else is.
import { readFileSync } from 'node:fs'
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate'

const loader = new FileSystemConfigLoader({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    'long-title': 'off', // the seminar's name is as long as it is
    'no-trailing-whitespace': 'off', // in what people wrote
    'no-raw-characters': 'error',
    // nothing but spaces or invisible characters as a heading is what somebody wrote
    'empty-heading': process.env.HOSTILE ? 'off' : 'error',
    'wcag/h30': process.env.HOSTILE ? 'off' : 'error',
  },
})
const validator = new HtmlValidate(loader)
let wrong = 0
for (const file of process.argv.slice(2)) {
  const report = await validator.validateString(readFileSync(file, 'utf8'), file)
  for (const result of report.results) {
    for (const m of result.messages) {
      wrong++
      if (wrong <= 20) console.error(`${file}:${m.line}:${m.column}: ${m.ruleId}: ${m.message}`)
    }
  }
}
if (process.argv.length < 3) wrong = 1
process.exit(wrong ? 1 : 0)
