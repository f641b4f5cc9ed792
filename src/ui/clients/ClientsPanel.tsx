export function ClientsPanel() {
  return null;
}
