/** Whether a layout of Go (https://pkg.go.dev/time#pkg-constants) shows no minutes and no seconds. */
export function isCoarseLayout(layout: string): boolean {
  return !/[345]/u.test(layout.replace(/2006|January|Monday|Jan|Mon|MST|[Z-]07:?00|[Z-]07|15|002|01|02|06/gu, ""));
}
