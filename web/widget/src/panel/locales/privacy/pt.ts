import type { Catalogue } from './en';

export const pt: Catalogue = {
  sound: 'Som',
  modeFull:
    'Este chat lembra de você com um cookie. Ele guarda as páginas que você visita aqui, sua cidade e suas mensagens.',
  modeTab:
    'Este chat lembra de você enquanto esta aba está aberta. Ele guarda as páginas que você visita aqui, ' +
    'sua cidade e suas mensagens.',
  modeMinimal:
    'Este chat esquece você quando esta aba é fechada. Ele guarda seu país e suas mensagens, e nada ' +
    'sobre as páginas que você visita.',
  id: 'Seu número aqui: {id}',
  show: 'Ver o que é guardado',
  download: 'Baixar',
  end: 'Encerrar o chat e me esquecer neste aparelho',
  erase: 'Excluir tudo sobre mim',
  eraseAsk: 'Suas mensagens, arquivos e visitas são excluídos para sempre, também para a equipe. Quer isso?',
  askTeam: 'Você é conhecido aqui por mais do que este navegador. Peça à equipe que exclua tudo.',
  eraseYes: 'Sim, excluir',
  erased: 'Pronto. Tudo sobre você está sendo excluído.',
  ended: 'Pronto. Este aparelho esqueceu o chat.',
  again: 'Começar um novo chat',
  policy: 'Política de privacidade deste site',
  kept: 'O que é guardado',
  firstSeen: 'Primeira visita',
  visits: 'Visitas',
  pages: 'Páginas: {n}',
  profile: 'O que você nos disse',
  why: 'Por que o assistente disse isso?',
  whyThis:
    'Ele comparou a sua pergunta com aquelas para as quais a equipe escreveu respostas, e “{title}” é a mais próxima. As palavras são da equipe.',
  whyNone: 'Ele não inventa respostas: escolhe entre as que a equipe escreveu. Até agora não deu nenhuma delas aqui.',
  nothing: 'Nada.',
};
