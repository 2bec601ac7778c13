/** One deliberate mistake, and the test that must notice it. */
export interface Mutant {
  /** What it does wrong. */
  name: string;
  file: string;
  /** Occurs once in the file. */
  text: string;
  replacement: string;
  test: { file: string; name: string };
}
