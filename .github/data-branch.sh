#!/usr/bin/env bash
# data-branch.sh MAIN [HEAD]: goes to a branch $BRANCH that has all of the commit MAIN, and all of the commit HEAD, the
# tip of an open pull request, whose overrides a reviewer may have edited. Prints a sentence where it had to choose.
# Two jobs of update.yml need that branch, and each makes it of the same two commits: neither takes it from the other.
set -euo pipefail
main=$1
head=${2:-}

git switch --quiet --force-create "$BRANCH" "${head:-$main}"
if [ -z "$head" ]; then exit; fi

export GIT_AUTHOR_NAME='github-actions[bot]' GIT_COMMITTER_NAME='github-actions[bot]'
export GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
if git merge --quiet --no-edit "$main" >/dev/null; then exit; fi

# Both fetched, or both edited the same lines. Two snapshots cannot be put together: main's is taken, and the fetch
# that follows goes on from there. Overrides are tables that stand below each other: both sides' are kept, each as it
# is written. Without --diff3 git would join two tables that begin alike into one. Where both edited one table, what
# comes is no TOML, and the branch's file is taken.
unmerged() { git diff --name-only --diff-filter=U -- "$@"; }
is_toml() { python3 -c 'import sys, tomllib; tomllib.load(sys.stdin.buffer)' <"$1" 2>/dev/null; }
both=
while read -r file; do
  base=$RUNNER_TEMP/base ours=$RUNNER_TEMP/ours theirs=$RUNNER_TEMP/theirs
  git show ":1:$file" >"$base" 2>/dev/null || true # it may be new on both sides, or gone from one
  git show ":2:$file" >"$ours" 2>/dev/null || true
  git show ":3:$file" >"$theirs" 2>/dev/null || true
  git merge-file --quiet --union --diff3 "$theirs" "$base" "$ours"
  if is_toml "$theirs"; then
    both="$both Both had edited \`$file\`: the lines of both stand there, please look."
  else
    cp "$ours" "$theirs"
    both="$both Both had edited one table of \`$file\`: only this branch's lines stand there, please look."
  fi
  cp "$theirs" "$file"
  git add -- "$file"
done < <(unmerged data/overrides)
git restore --source="$main" --staged --worktree -- data ':!data/overrides'
while read -r file; do
  git checkout --quiet "$main" -- "$file" || git rm --quiet --force -- "$file"
done < <(unmerged)
git commit --quiet --no-edit
printf '%s%s\n' \
  'Main had changed the same files meanwhile: the data here start anew from main, with the overrides of this branch.' \
  "$both"
