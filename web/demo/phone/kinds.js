// The kinds of message that the phone can send beside words, as WhatsApp's webhooks have them.
import { $, attach, post, say } from './meta.js';

function drawn(type, draw) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  draw(canvas.getContext('2d'));
  return new Promise((done) => canvas.toBlob(done, type));
}

function kettle(c) {
  c.fillStyle = '#b45309';
  c.beginPath();
  c.arc(160, 140, 70, 0, 7);
  c.fill();
  c.fillRect(140, 50, 40, 30);
  c.lineWidth = 14;
  c.strokeStyle = '#7c2d12';
  c.beginPath();
  c.arc(160, 90, 60, Math.PI, 0);
  c.stroke();
}

async function media(type, blob, more = {}) {
  const file = await attach(blob);
  return file && { type, [type]: { ...file, ...more } };
}

const kinds = {
  image: async () =>
    media(
      'image',
      await drawn('image/jpeg', (c) => {
        Object.assign(c, { fillStyle: '#ece5dd' });
        c.fillRect(0, 0, 320, 240);
        kettle(c);
      }),
      { caption: 'My kettle' },
    ),
  sticker: async () => media('sticker', await drawn('image/webp', kettle), { animated: false }),
  document: () =>
    media(
      'document',
      new Blob(['%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'], {
        type: 'application/pdf',
      }),
      { filename: 'invoice.pdf' },
    ),
  location: () => ({
    type: 'location',
    location: { latitude: -23.5613, longitude: -46.6565, name: 'MASP', address: 'Av. Paulista, 1578, São Paulo' },
  }),
  contacts: () => ({
    type: 'contacts',
    contacts: [
      {
        name: { formatted_name: 'Ana Souza', first_name: 'Ana' },
        phones: [{ phone: '+55 11 99876-5432', type: 'CELL', wa_id: '5511998765432' }],
      },
    ],
  }),
  order: () => ({
    type: 'order',
    order: {
      catalog_id: '194836987003835',
      text: 'Gift wrapped, please',
      product_items: [{ product_retailer_id: 'kettle-copper', quantity: 1, item_price: 129, currency: 'EUR' }],
    },
  }),
  ad: () => ({
    type: 'text',
    text: { body: 'Tell me about the offer' },
    referral: {
      source_type: 'ad',
      source_id: '120000000000000001',
      source_url: 'https://fb.example.test/ad1',
      headline: 'Copper kettles',
      body: 'Spring offer',
      media_type: 'image',
      ctwa_clid: 'demo-click',
    },
  }),
  poll: () => ({
    type: 'unsupported',
    errors: [
      {
        code: 131051,
        title: 'Message type unknown',
        error_data: { details: 'Message type is currently not supported.' },
      },
    ],
    unsupported: { type: 'poll_creation' },
  }),
};

// sendKind sends one of them, in reply to another message if there is a context.
export async function sendKind(kind, context) {
  if (kind === 'stop' || kind === 'resume') return post('marketing', { value: kind });
  if (kind === 'move') {
    const number = '55119' + String(Date.now()).slice(-8);
    if (await post('move', { number })) $('number').value = number;
    return;
  }
  if (kind === 'file') return $('file').click();
  const raw = await kinds[kind]();
  if (raw) await say({ raw: { ...raw, ...context } });
}

// sendFile sends a chosen file as the kind that its type has.
export async function sendFile(file, context) {
  const [family] = file.type.split('/');
  const type = ['image', 'audio', 'video'].includes(family) ? family : 'document';
  const raw = await media(type, file, type === 'document' ? { filename: file.name } : {});
  if (raw) await say({ raw: { ...raw, ...context } });
}

// Answers to a button by which the business asks for something.
export const ownPlace = () => say({ raw: kinds.location() });
export const ownContact = () =>
  say({
    raw: {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: $('name').value },
          phones: [{ phone: '+5511987654321', wa_id: '5511987654321', type: 'CELL' }],
          origin: 'contact_request',
        },
      ],
    },
  });
