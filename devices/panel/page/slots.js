import { button, byId, fill, h } from './dom.js';

/** The slots below the screen, each with its lamp. */
export function showSlots({ view, words, act }) {
  const { light } = view.prompts.at(-1);
  const { card, sheetsInTray } = view.devices;
  const slot = (name, ...inside) => {
    const lamp = light?.name === name ? light.flashRate : 'off';
    return h(
      'div',
      { class: 'slot', 'data-slot': name, 'data-lamp': lamp },
      h('span', {
        class: 'lamp',
        role: 'img',
        'aria-label': `${words.slots[name]}: ${words.lamps[lamp]}`,
      }),
      h('span', { class: 'slot-name' }, words.slots[name]),
      inside,
    );
  };
  const canPay = view.actions.includes('insert');
  const coin = (yen) =>
    button(`insert-${yen}`, words.yen(yen), () => act('insert', { yen }), { class: 'coin' });
  const slots = byId('slots');
  slots.setAttribute('aria-label', words.slotsLabel);
  slots.dataset.open = canPay ? 'coinAcceptor' : '';
  fill(
    slots,
    slot('statusBad'),
    slot('cardReader', h('span', { class: 'slot-state' }, card ? words.card : words.empty)),
    slot(
      'coinAcceptor',
      canPay
        ? h(
            'div',
            { class: 'coins' },
            [1000, 500, 100, 50, 10].map(coin),
            button('tap', words.eMoney, () => act('tap'), {
              class: 'coin e-money',
            }),
          )
        : h('span', { class: 'slot-state' }, words.yen(view.insertedYen)),
    ),
    slot('documentPrinter', h('span', { class: 'slot-state' }, words.sheets(sheetsInTray))),
  );
}
