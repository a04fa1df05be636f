import { useView } from './view';

// Wait tells a visitor who has asked for a person when one is there.
export function Wait() {
  const { client, say } = useView();
  const opening = client.told?.opening;
  if (client.owner !== 'team' || !opening || opening.open) return null;
  return (
    <p class="bar" role="status">
      {opening.at ? say('backAt', { when: say.soon(new Date(opening.at)) }) : say('away')}
      {opening.away && (
        <>
          <br />
          <bdi>{opening.away}</bdi>
        </>
      )}
    </p>
  );
}
