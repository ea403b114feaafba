import { POLICY_FILE } from '../../core/index.js';
import type { Project, View } from '../project.js';

/** How long nobody must have typed in the policy before other files follow it, in milliseconds. */
const restMs = 300;

/**
 * Half a word typed in the policy may forbid what the whole word permits: while somebody types there, the policy says at once
 * what is wrong with itself, and what it makes of all other files waits until the typing rests. Only a policy that rested is
 * the last good one when the next cannot be used: an editor may delete a line and type the new one.
 */
export function policySettling(show: (project: Project, view: View, isResting: boolean) => void) {
  const versions = new Map<Project, number | undefined>();
  const timers = new Map<Project, NodeJS.Timeout>();
  const waves = new Map<Project, View['versions']>();
  return {
    onView(project: Project, view: View): void {
      // The second wave of the same texts is no news: a wait goes on.
      const isSecond = waves.get(project) === view.versions;
      waves.set(project, view.versions);
      if (isSecond && timers.has(project)) {
        show(project, view, false);
        return;
      }
      const before = versions.get(project);
      const version = view.versions.get(POLICY_FILE);
      versions.set(project, version);
      clearTimeout(timers.get(project));
      timers.delete(project);
      // Another version of a document that was open before: typed. A change elsewhere ends the wait: the typing went on there.
      const isTyping = version !== undefined && before !== undefined && version !== before;
      const rest = (rested: View): void => {
        show(project, rested, true);
        project.holdPolicy(rested);
      };
      if (!isTyping) {
        rest(view);
        return;
      }
      show(project, view, false);
      const timer = setTimeout(() => {
        timers.delete(project);
        if (project.view) rest(project.view);
      }, restMs);
      timer.unref();
      timers.set(project, timer);
    },
    stop(): void {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
