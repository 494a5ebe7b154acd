/** What an editor shows of an edit, in every language. */
export const descriptions = {
  captureAndDeploy: (name: string) => `Capture the result as \`${name}\` and deploy that`,
  captureOnly: (name: string) => `Capture the result as \`${name}\`, to be passed to the deployment`,
  deployHolder: (name: string) => `Deploy \`${name}\`, which holds the result`,
  deployBuilt: (expression: string) => `Deploy \`${expression}\`, under which it is built`,
  deployResult: (name: string) => `Deploy \`${name}\`, the result of the build`,
  useFirst: (name: string) => `Use \`${name}\`, which was generated first`,
  nameBoth: (name: string) => `Name the reference that is built \`${name}\`, and deploy that`,
} as const;
