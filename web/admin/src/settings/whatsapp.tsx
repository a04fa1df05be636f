import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { Broken, Loading } from '../parts/states';
import { News } from './news';
import { Bound } from './number';
import { Bind } from './number-bind';

// WhatsApp connects numbers, and shows the faults of each.
export function WhatsApp() {
  const { api } = useApp();
  const list = useQuery(read(api, '/v1/numbers'));
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className="cards2">
      {list.data.rows.map((n) => (
        <Bound key={n.id} number={n} />
      ))}
      <Bind />
      <News />
    </div>
  );
}
