export function LogsPanel() {
  return null;
}
