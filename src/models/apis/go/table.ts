import type { ApiRow } from "../row.js";
import { goContainerRows } from "./containers.js";
import { goKubernetesRows } from "./kubernetes.js";
import { goStandardRows } from "./standard.js";
import { goMockRows, goTestFrameworkRows } from "./test-frameworks.js";

/** What Go's libraries do with images, files and callbacks. */
export const goRows: readonly ApiRow[] = [...goStandardRows, ...goContainerRows, ...goKubernetesRows, ...goTestFrameworkRows, ...goMockRows];
