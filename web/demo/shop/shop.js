// A customer's shop might use the widget like this.
const state = document.getElementById('state');
const gpc = new URLSearchParams(location.search).has('gpc');

// Carry the choice along in the address: with GPC on, nothing may be stored.
if (gpc) {
  for (const link of document.querySelectorAll('a[href^="/"]')) link.href += '?gpc=1';
  const off = document.getElementById('gpc');
  off.textContent = 'Browse with Global Privacy Control off';
  off.setAttribute('href', location.pathname);
  state.textContent = 'Global Privacy Control is on: the chat keeps nothing and is silent until you open it.';
}

document.getElementById('agree').onclick = () => {
  Botifire('consent', true);
  state.textContent = 'Agreed: the chat may remember you.';
};
document.getElementById('refuse').onclick = () => {
  Botifire('consent', false);
  state.textContent = 'Refused: the chat forgets you when this tab closes.';
};
document.getElementById('known').onclick = () => {
  Botifire('identify', { name: 'Dana Weber', email: 'dana@mail.test', plan: 'gold' });
  state.textContent = 'The chat was told that you are Dana.';
};

// The shop's server signs who is signed in; its page only passes that on. After a sign-out the chat begins anew.
const { login } = document.documentElement.dataset;
if (login) Botifire('identify', login);
if (new URLSearchParams(location.search).has('signed-out')) Botifire('identify', null);
for (const button of document.querySelectorAll('[data-user]'))
  button.onclick = () => {
    location.href = '/sign-in?as=' + button.dataset.user;
  };
const out = document.getElementById('sign-out');
if (out)
  out.onclick = () => {
    location.href = '/sign-out';
  };

const buy = document.getElementById('buy');
if (buy)
  buy.onclick = () => {
    location.href = '/thanks' + location.search;
  };
if (location.pathname === '/thanks')
  Botifire('track', 'Checkout', { orderId: 'KC-' + Date.now(), value: 129, currency: 'EUR' });
