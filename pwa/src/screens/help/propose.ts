export async function propose(_words: string): Promise<string | null> {
  return null;
}
