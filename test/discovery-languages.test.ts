import { describe, expect, it } from "vitest";
import type { Language } from "../src/facts/facts.js";
import { languageOf, mayBeScript } from "../src/project/languages.js";

describe("the language of a file", () => {
  it.each<[Language, readonly string[]]>([
    ["typescript", ["a.ts", "a.tsx", "a.mts", "a.cts", "a.js", "a.jsx", "a.mjs", "a.cjs", "deep/a.test.ts"]],
    ["go", ["a.go", "deep/a_test.go"]],
    ["yaml", ["a.yaml", "deep/a.yml", "pod.json", "config/Kustomization", "kustomization.yaml"]],
    ["shell", ["a.sh", "hack/a.bash", "a.ksh", "a.zsh"]],
    ["tool", ["package.json", "services/web/package.json"]],
    ["make", ["Makefile", "deep/makefile", "GNUmakefile", "Makefile.validation", "hack/rules.mk", "rules.mak"]],
    ["dockerfile", ["Dockerfile", "deep/dockerfile", "Containerfile", "Dockerfile.dev", "Dockerfile-alpine", "api.Dockerfile", "build/api.dockerfile", "app.containerfile"]],
  ])("is %s by its name: %j", (language, files) => {
    for (const file of files) expect([file, languageOf(file)]).toEqual([file, language]);
  });

  it.each(["a.ts.snap", "ts", "folder.ts/README", "go.mod", "a.bats", "Makefile.am", "Makefile.in", "makefiles/README", "Dockerfile.dockerignore", "Dockerfile.tmpl", "Dockerfile.md", "dockerfile.go.txt"])("is none of these by the name %s", (file) => {
    expect(languageOf(file)).toBeUndefined();
  });

  it.each(["package-lock.json", "tsconfig.json", "tsconfig.build.json", "shop.schema.json", ".eslintrc.json", "pnpm-lock.yaml", "tag-consistency.config.json"])("is none where the file is another tool's: %s", (file) => {
    expect(languageOf(`packages/a/${file}`)).toBeUndefined();
  });

  it.each(["#!/bin/sh", "#!/bin/sh -e", "#! /bin/bash -eu", "#!/usr/bin/env bash", "#!/usr/bin/env -S bash -e", "#!/usr/bin/env A=1 dash", "#!/usr/local/bin/zsh", "#!/bin/ksh\r\n", "#!/bin/ash", "#!/bin/busybox sh"])("is the shell by its first line %j, without an extension", (line) => {
    expect(languageOf("hack/build", `${line}\necho\n`)).toBe("shell");
    expect(languageOf("hack/build.txt", `${line}\necho\n`)).toBeUndefined();
    expect(mayBeScript("hack/build")).toBe(true);
  });

  it.each(["#!/usr/bin/env node", "#!/bin/csh", "#!/usr/bin/fish", "#!/usr/bin/env python3", "#!/usr/bin/make -f", "#!/bin/sh.d/run", "echo #!/bin/sh", " #!/bin/sh", ""])("is not the shell by the first line %j", (line) => {
    expect(languageOf("hack/build", `${line}\n#!/bin/sh\n`)).toBeUndefined();
  });

  it.each(["Makefile", "a.b/c.d", "Kustomization"])("is known without the text of %s", (file) => {
    expect(mayBeScript(file)).toBe(false);
  });
});
