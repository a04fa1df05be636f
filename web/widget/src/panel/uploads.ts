import { nameOf, put, typeOf, wrongWith } from '../../../lib/files';
import type { Client } from '../client';
import { newId } from './id';
import type { Outbox } from './outbox';
import { because, refusedForGood } from './refusals';
import type { Say } from './texts';

// Upload is a file on its way.
export interface Upload {
  id: number;
  name: string;
  percent: number;
  why?: string;
  final?: boolean; // another try would not help
  file: File;
  stop: AbortController;
}

// Uploads puts files where the server says, then says them in the conversation.
export class Uploads {
  list: Upload[] = [];
  private count = 0;

  constructor(
    private client: Client,
    private outbox: Outbox,
    private changed: () => void,
  ) {
    // Its place on the server belongs to a forgotten visitor.
    client.on('ended', () => {
      for (const u of this.list) this.drop(u);
    });
  }

  add(files: Iterable<File>, say: Say): void {
    for (const file of files) {
      const upload: Upload = { id: ++this.count, name: file.name, percent: 0, file, stop: new AbortController() };
      this.list = [...this.list, upload];
      const wrong = wrongWith(file);
      if (wrong) this.change(upload, { why: say(wrong.why, { mb: wrong.mb }), final: true });
      else void this.send(upload, say);
    }
    this.client.emit('said');
    this.changed();
  }

  // drop takes a file off the list; an upload under way is stopped.
  drop(upload: Upload): void {
    upload.stop.abort();
    this.list = this.list.filter((u) => u.id !== upload.id);
    this.changed();
  }

  async send(upload: Upload, say: Say): Promise<void> {
    this.change(upload, { percent: 0, why: undefined });
    const { file, stop } = upload;
    const name = nameOf(file);
    try {
      const { upload: place } = await this.client.ask({ action: 'upload', name, type: typeOf(file), size: file.size });
      if (stop.signal.aborted) return;
      await put(file, place!, (percent) => this.change(upload, { percent }), stop.signal);
      this.drop(upload);
      this.outbox.add({ action: 'message', id: newId(this.client), file: { upload: place!.id, name } }, file.name);
    } catch (error) {
      const refusal = error as { code?: string; message?: string };
      this.change(upload, { why: because(say, refusal) || say('failedToLoad'), final: refusedForGood(refusal.code) });
    }
  }

  private change(upload: Upload, to: Partial<Upload>): void {
    this.list = this.list.map((u) => (u.id === upload.id ? { ...u, ...to } : u));
    this.changed();
  }
}
