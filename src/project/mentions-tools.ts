import { toolFileOf } from "../models/tool-files.js";

/** How files of build tools and task runners speak of images: by words of their own, or in command lines, which `isInCommands` searches. */
export function mentionsImagesInTool(file: string, text: string, isInCommands: (text: string) => boolean): boolean {
  const words = toolFileOf(file)?.words;
  return words === "commands" ? isInCommands(text) : words?.test(text) === true;
}
