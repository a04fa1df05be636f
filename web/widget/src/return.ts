// The way back from a notification, and from the page of a link that was mailed. That page leads here with a code, which says whose conversation
// goes on. Anybody can send a browser here with a code of their own, so the visitor is asked.
import { doc } from './doc';
import { exchange, type Told } from './exchange';
import { question } from './question';
import type { Widget } from './widget';

// Of each language: the question, yes and no. {} is the address to which the link went, shortened.
const all: Record<string, [question: string, yes: string, no: string]> = {
  ar: ['يعود هذا الرابط إلى محادثة {}. هل تريد متابعتها هنا؟', 'نعم', 'لا'],
  de: ['Dieser Link gehört zum Gespräch von {}. Hier damit weitermachen?', 'Ja', 'Nein'],
  en: ['This link belongs to the conversation of {}. Go on with it here?', 'Yes', 'No'],
  es: ['Este enlace es de la conversación de {}. ¿Continuarla aquí?', 'Sí', 'No'],
  fr: ['Ce lien appartient à la conversation de {}. La poursuivre ici ?', 'Oui', 'Non'],
  hi: ['यह लिंक {} की बातचीत का है। क्या इसे यहाँ जारी रखें?', 'हाँ', 'नहीं'],
  pt: ['Este link é da conversa de {}. Continuá-la aqui?', 'Sim', 'Não'],
};

// Of each language: words for a yes that came too late, or was lost, and their button. They name the button of the page
// of a used link as that page does.
const late: Record<string, [words: string, ok: string]> = {
  ar: ['لم ينجح ذلك. افتح الرابط في بريدك مرة أخرى واضغط هناك «أرسلوا لي رابطًا جديدًا».', 'حسنًا'],
  de: ['Das hat nicht geklappt. Öffnen Sie den Link in Ihrer E-Mail noch einmal: „Neuen Link senden“.', 'OK'],
  en: ['This did not work. Open the link in your e-mail once more: “Send me a new link”.', 'OK'],
  es: ['No ha funcionado. Abra otra vez el enlace de su correo: «Envíenme un enlace nuevo».', 'Aceptar'],
  fr: ['Cela n’a pas fonctionné. Ouvrez de nouveau le lien de votre e-mail : « Envoyez-moi un nouveau lien ».', 'OK'],
  hi: ['यह नहीं हो सका। अपने ई-मेल का लिंक फिर खोलें: “मुझे नया लिंक भेजें”।', 'ठीक है'],
  pt: ['Não funcionou. Abra de novo o link do seu e-mail: «Enviem-me um novo link».', 'OK'],
};

// mount goes on with the conversation of the code in the page's address, or leaves the browser as it is. It ends when
// that is decided.
export async function mount(widget: Widget, root: ShadowRoot): Promise<void> {
  const { client } = widget;
  const code = /^#botifire_([\w.-]+)$/.exec(location.hash)?.[1];
  if (!code) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  if (code === 'chat') return widget.open(false); // a notification was tapped
  const browser = [...crypto.getRandomValues(new Uint32Array(4))].join('-');
  const ask = (act: string) =>
    exchange(`${client.door}/mail/${act}`, {
      code,
      site: client.site.key,
      token: client.storage.token,
      browser,
    });
  const offer = await ask('offer');
  if (offer.mine) widget.open(false);
  if (offer.mine || !offer.address) return;
  if (!(await agrees(widget, root, offer.address))) return;
  const { token } = await ask('enter').catch((): Told => ({}));
  if (!token) return failed(widget, root);
  const full = widget.mode() === 'full';
  client.stop();
  client.forget();
  client.storage.full = full;
  client.storage.asked = true;
  client.storage.renew(token);
  widget.open(true);
}

// agrees asks the visitor. Opening the chat is a no: they go on with their own.
function agrees({ client }: Widget, root: ShadowRoot, address: string): Promise<boolean> {
  return new Promise((done) => {
    const decide = (yes: boolean) => {
      box.remove();
      done(yes);
    };
    const box = question(client, root, (text) => {
      const [words, yes, no] = all[client.locale]!;
      const [before, after] = words.split('{}') as [string, string];
      text.replaceChildren(before, Object.assign(doc.createElement('bdi'), { textContent: address }), after);
      return [client.site.look.title ?? client.site.name, [yes, () => decide(true)], [no, () => decide(false)]];
    });
    client.on('open', () => decide(false));
  });
}

// failed says that nothing came of a yes, until the visitor has read it, or opens the chat: they go on with their own.
function failed({ client }: Widget, root: ShadowRoot): void {
  const box = question(client, root, (text) => {
    const [words, ok] = late[client.locale]!;
    text.textContent = words;
    return [client.site.look.title ?? client.site.name, [ok, () => box.remove()]];
  });
  client.on('open', () => box.remove());
}
