/*
 * The shop page behind an entry, in the entry's language.
 */
const SAID = {
  en: {
    shipping: 'Free shipping in Europe from €75', main: 'Main', ceramics: 'Ceramics', linen: 'Linen', tea: 'Tea & Light', cart: 'Cart',
    mug: 'Morning mug', add: 'Add to cart', more: 'Goes well with', fired: 'Fired in Cluj, posted within two days', returns: 'Thirty days to change your mind',
    about: 'A mug with a proper handle: three fingers fit, and the rim is thin where it meets your lip. Dipped by hand, so the line between glaze and clay wanders a little.',
    shelf: ['Breakfast bowl', 'Linden tea', 'Kitchen cloths', 'Bottle vase'],
  },
  ro: {
    shipping: 'Livrare gratuită în Europa de la 75 €', main: 'Meniu', ceramics: 'Ceramică', linen: 'In', tea: 'Ceai și lumină', cart: 'Coș',
    mug: 'Cana de dimineață', add: 'Adaugă în coș', more: 'Se potrivesc bine', fired: 'Arsă la Cluj, expediată în două zile', returns: 'Treizeci de zile să te răzgândești',
    about: 'O cană cu toartă adevărată: încap trei degete, iar buza e subțire acolo unde o atingi. Glazurată de mână, așa că linia dintre smalț și lut hoinărește puțin.',
    shelf: ['Bol de mic dejun', 'Ceai de tei', 'Prosoape de bucătărie', 'Vază îngustă'],
  },
  ko: {
    shipping: '75유로부터 유럽 무료 배송', main: '메뉴', ceramics: '도자기', linen: '리넨', tea: '차와 초', cart: '장바구니',
    mug: '아침 머그', add: '장바구니에 담기', more: '함께 쓰기 좋은 것', fired: '클루지에서 구워 이틀 안에 발송', returns: '30일 안에 반품 가능',
    about: '손가락 세 개가 들어가는 넉넉한 손잡이, 입술에 닿는 얇은 테두리. 손으로 유약에 담갔기에 유약과 흙의 경계가 하나하나 다릅니다.',
    shelf: ['아침 그릇', '린덴 차', '주방 수건', '병 모양 화병'],
  },
  ar: {
    shipping: 'شحن مجاني في أوروبا ابتداءً من ٧٥ يورو', main: 'القائمة', ceramics: 'خزف', linen: 'كتّان', tea: 'شاي وشموع', cart: 'السلة',
    mug: 'كوب الصباح', add: 'أضف إلى السلة', more: 'يليق به أيضًا', fired: 'مشويّ في كلوج ويُرسل خلال يومين', returns: 'ثلاثون يومًا للإرجاع',
    about: 'كوب بمقبض حقيقي يتّسع لثلاثة أصابع، وحافة رقيقة حيث تلامس شفتيك. غُمس في الطلاء باليد، فالخط بين الطلاء والطين يتمايل قليلًا.',
    shelf: ['وعاء الفطور', 'شاي الزيزفون', 'مناشف المطبخ', 'مزهرية ضيقة'],
  },
};
const SHELF = [['bowl', 28], ['linden-tea', 12.5], ['cloths', 22], ['vase', 46]];

function make(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Writes the page in this language; in English where it is none of ours. */
export function fillShop(locale) {
  const said = SAID[locale] ?? SAID.en;
  const price = (euro) => new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(euro);
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = said[element.dataset.say];
  for (const element of document.querySelectorAll('[data-label]')) element.ariaLabel = said[element.dataset.label];
  document.querySelector('#price').textContent = price(24);
  const cards = SHELF.map(([picture, euro], place) => {
    const image = make('img', '');
    Object.assign(image, { src: `/img/${picture}.svg`, alt: '', width: 800, height: 1000 });
    const frame = make('span', 'picture');
    frame.append(image);
    const item = make('li', 'card');
    item.append(frame, make('span', 'card-name', said.shelf[place]), make('span', 'card-price', price(euro)));
    return item;
  });
  document.querySelector('#shelf').replaceChildren(...cards);
}
