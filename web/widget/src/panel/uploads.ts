import { limits, put } from '../../../lib/files';
import type { Client } from '../client';
import type { Outbox } from './outbox';
import type { Say } from './texts';
import { newId } from './id';

// Upload is a file on its way.
export interface Upload {
  id: number;
  name: string;
  percent: number;
  why?: string;
  final?: boolean; // another try would not help
  file: File;
}

// Uploads puts files where the server says, then says them in the conversation.
export class Uploads {
  list: Upload[] = [];
  private count = 0;

  constructor(private client: Client, private outbox: Outbox, private changed: () => void) {
    client.on('ended', () => (this.list = [])); // its place is that of somebody who is forgotten
  }

  add(files: Iterable<File>, say: Say): void {
    for (const file of files) {
      const upload: Upload = { id: ++this.count, name: file.name, percent: 0, file };
      this.list = [...this.list, upload];
      const limit = limits[file.type];
      if (!limit) this.change(upload, { why: say('fileType'), final: true });
      else if (file.size > limit) this.change(upload, { why: say('fileSize', { mb: limit >> 20 }), final: true });
      else void this.send(upload, say);
    }
    this.client.emit('said');
    this.changed();
  }

  drop(upload: Upload): void {
    this.list = this.list.filter((u) => u.id !== upload.id);
    this.changed();
  }

  async send(upload: Upload, say: Say): Promise<void> {
    this.change(upload, { percent: 0, why: undefined });
    const { name, type, size } = upload.file;
    try {
      const { upload: place } = await this.client.ask({ action: 'upload', name: name.replace(/[/\\\x00\r\n]/g, ' ').slice(-200), type, size });
      await put(upload.file, place!, (percent) => this.change(upload, { percent }));
      if (!this.list.some((u) => u.id === upload.id)) return; // dropped meanwhile
      this.drop(upload);
      this.outbox.add({ action: 'message', id: newId(this.client), file: { upload: place!.id, name: name.slice(-200) } }, name);
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      this.change(upload, { why: (say.locale === 'en' && code && message) || say('failedToLoad') });
    }
  }

  private change(upload: Upload, to: Partial<Upload>): void {
    this.list = this.list.map((u) => (u.id === upload.id ? { ...u, ...to } : u));
    this.changed();
  }
}
