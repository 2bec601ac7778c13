/** Long enough for what is under way to get to its next wait. */
export async function aMoment(ms = 50): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
