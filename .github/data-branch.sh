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
# is written. Without --diff3 git would join two tables that begin alike into one.
unmerged() { git diff --name-only --diff-filter=U -- "$@"; }
both=
while read -r file; do
  for stage in 1 2 3; do git show ":$stage:$file" >"$RUNNER_TEMP/stage-$stage" 2>/dev/null || true; done
  git merge-file --quiet --union --diff3 "$RUNNER_TEMP"/stage-{3,1,2}
  cp "$RUNNER_TEMP/stage-3" "$file"
  git add -- "$file"
  both="$both \`$file\`"
done < <(unmerged data/overrides)
git restore --source="$main" --staged --worktree -- data ':!data/overrides'
while read -r file; do
  git checkout --quiet "$main" -- "$file" || git rm --quiet --force -- "$file"
done < <(unmerged)
git commit --quiet --no-edit
printf 'Main had changed the same files meanwhile: the data here start anew from main, with the overrides of this branch.'
if [ -n "$both" ]; then printf ' Both had edited%s: the lines of both stand there, please look.' "$both"; fi
printf '\n'
