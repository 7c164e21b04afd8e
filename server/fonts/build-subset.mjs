// Makes NotoSerifJP-Regular-subset.ttf: node server/fonts/build-subset.mjs
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ja } from '@faker-js/faker';
import * as fontkit from 'fontkit';
import subsetFont from 'subset-font';

const SOURCE = '@expo-google-fonts/noto-serif-jp/400Regular/NotoSerifJP_400Regular.ttf';
const TARGET = new URL('NotoSerifJP-Regular-subset.ttf', import.meta.url);

/** What the certificates themselves say, beside names and places. */
const WORDS = `
  住民票の写し印鑑登録証明書世帯主員全員氏名生年月日性別男女続柄住所となった日本籍筆頭者個人番号住民票コード
  省略記載この写しは、世帯全員の住民票の原本と相違ないことを証明する。登録されている印影印鑑番号発行長之印
  令和平成昭和大正明治元年次頁に続く以下余白枚目中一二三四五六七八九十百千万丁目番地号室円歳分秒時
  様見本試験用作成効力交付手数料市区町村長都道府県知事職務代理者電子公印端末店舗機
  上記事項について記載があること証明する世帯の一部妻夫子父母縁故者同居人
  所得課税証明書年度期間合計所得金額控除扶養人数市町村民税額都道府県民税額非課税相違ない
  戸籍全部個人事項証明書附票編製身分出生婚姻離婚死亡除籍転籍入籍養子縁組認知親権配偶者区分従前
  届出日受理送付先新本籍称氏記録されている者長女二男嫡定めた年月日書面複写偽造防止
  未詳不明〓`;

/**
 * The kanji in the names of Japan's prefectures, municipalities and wards of designated cities
 * (総務省 全国地方公共団体コード, 1 January 2024), in order of code point.
 */
const PLACES = `
  々一七万丈三上下与世丘並中串丸丹久之乙九亀予二五井亘交京人仁今付仙代任伊伏会伯似住佐余作保信
  俣倉倍値倶備像元光免児入八六共兵内冠出函刀分刈初別利前剣加務勝勢北匝区十千半南博占印厚原双取
  口古只可台右司各合吉名向君吹吾呂呉周味咋和咲品員唄唐善喜喬嘉四国土地坂坊垂垣城基埼場堵堺塙塚
  塩境増墨士壬壮壱売夕外多夜大天太夫央奄奈奥女好妙妹妻姫姶威媛嬉嬬子孫宅宇守安宍宗宜宝室宮宰宿
  寄富寒寝寺対寿射小尻尼尾居屈屋山岐岡岩岬岸峰島崎嵐嵩嶋川州巣左差巻巾市布帯帰常幌幕幡平幸広庄
  府度座庫庭延廿弘弟弥張当形彦影彼後得御徳忍志忠恋恩恵愛慈成我戸房所手払扶折指掛揖摂摩播敦敷文
  斐斑斗斜新方於施日早旭明春昭是時普智曇曲曳更曽最月有朝木本札杉村杖杜束条来東杵松板枕林枚枝柄
  柏柳柴栃栄栖栗根桂桐桑桜桶梁梅條梨梯梼棚森椎検楢極楽榛槌様槻標模横樹樽橋橿檜次歌正此武歳殿比
  毛気水氷永江池沖沢河治沼泉泊波泰洋洗洞津洲流浅浜浦浪海涌淀淡深淵添清渋渡温港湖湧湯湾満滋滑滝
  潟潮濃瀞瀬灘烏焼熊熱燕父爺爾片牛牟牧犬狛狩狭猪猿玄玉王玖珂珠球理琴瑛瑞瑳甘生産用田由甲男町界
  畑留畠畷発登白百皆益盛目直相県真睦瞥矢知石砂砥砺碧磐磨磯礼社祖祝神祢祭福秋科秦秩稚種稲穂積穴
  空竈立竜童竹笛笠筑箕箱築篠籠米粕粟精糠糸紀紋納紗紫結綱網綾総緑練縄績置羅美群義羽習老耆聖肝股
  背胎能脇臼興舎舘舞舟船良色芝芦花芳芸芽苅苓苗若苫茂茅茨茶草荒荘菅菊華菰萌萩葉葛葵蒲蓬蓮蔵蕨薩
  藍藤蘂蘇蘭蟹行街衡表袋袖裾西覇見観角訓訪設読調諏論諫諸謝護谷豆豊貝賀赤走越足路身軽輪辰農辺近
  迫追逗通速進遊道達遠邑那郎郡部郷都酒里重野金釜釧鈴鉾銚鋸錦鍋鎌鏡長門開間関阜阪防阿陀附陵陸陽
  隅階隠雄雨雫雲霞霧青静面鞍韮音頃須頓頭風飛飯飾養館香馬駒駿騨高鬼魚鮫鮭鯖鰐鰺鳥鳩鳴鴨鴻鶴鷲鷹
  鹿麻黒龍`;

/** The 1,026 kanji that schools teach (教育漢字: 学年別漢字配当表, 2017), by year of school. */
const SCHOOL = `
  一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕
  石赤千川先早草足村大男竹中虫町天田土二日入年白八百文木本名目立力林六
  引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽記帰弓牛魚京強教近兄形計元言原戸古午後語工公
  広交光考行高黄合谷国黒今才細作算止市矢姉思紙寺自時室社弱首秋週春書少場色食心新親図数西声星晴
  切雪船線前組走多太体台地池知茶昼長鳥朝直通弟店点電刀冬当東答頭同道読内南肉馬売買麦半番父風分
  聞米歩母方北毎妹万明鳴毛門夜野友用曜来里理話
  悪安暗医委意育員院飲運泳駅央横屋温化荷界開階寒感漢館岸起期客究急級宮球去橋業曲局銀区苦具君係
  軽血決研県庫湖向幸港号根祭皿仕死使始指歯詩次事持式実写者主守取酒受州拾終習集住重宿所暑助昭消
  商章勝乗植申身神真深進世整昔全相送想息速族他打対待代第題炭短談着注柱丁帳調追定庭笛鉄転都度投
  豆島湯登等動童農波配倍箱畑発反坂板皮悲美鼻筆氷表秒病品負部服福物平返勉放味命面問役薬由油有遊
  予羊洋葉陽様落流旅両緑礼列練路和
  愛案以衣位茨印英栄媛塩岡億加果貨課芽賀改械害街各覚潟完官管関観願岐希季旗器機議求泣給挙漁共協
  鏡競極熊訓軍郡群径景芸欠結建健験固功好香候康佐差菜最埼材崎昨札刷察参産散残氏司試児治滋辞鹿失
  借種周祝順初松笑唱焼照城縄臣信井成省清静席積折節説浅戦選然争倉巣束側続卒孫帯隊達単置仲沖兆低
  底的典伝徒努灯働特徳栃奈梨熱念敗梅博阪飯飛必票標不夫付府阜富副兵別辺変便包法望牧末満未民無約
  勇要養浴利陸良料量輪類令冷例連老労録
  圧囲移因永営衛易益液演応往桜可仮価河過快解格確額刊幹慣眼紀基寄規喜技義逆久旧救居許境均禁句型
  経潔件険検限現減故個護効厚耕航鉱構興講告混査再災妻採際在財罪殺雑酸賛士支史志枝師資飼示似識質
  舎謝授修述術準序招証象賞条状常情織職制性政勢精製税責績接設絶祖素総造像増則測属率損貸態団断築
  貯張停提程適統堂銅導得毒独任燃能破犯判版比肥非費備評貧布婦武復複仏粉編弁保墓報豊防貿暴脈務夢
  迷綿輸余容略留領歴
  胃異遺域宇映延沿恩我灰拡革閣割株干巻看簡危机揮貴疑吸供胸郷勤筋系敬警劇激穴券絹権憲源厳己呼誤
  后孝皇紅降鋼刻穀骨困砂座済裁策冊蚕至私姿視詞誌磁射捨尺若樹収宗就衆従縦縮熟純処署諸除承将傷障
  蒸針仁垂推寸盛聖誠舌宣専泉洗染銭善奏窓創装層操蔵臓存尊退宅担探誕段暖値宙忠著庁頂腸潮賃痛敵展
  討党糖届難乳認納脳派拝背肺俳班晩否批秘俵腹奮並陛閉片補暮宝訪亡忘棒枚幕密盟模訳郵優預幼欲翌乱
  卵覧裏律臨朗論`;

/** Kanji of common surnames, given names and streets beside these, with variants (異体字). */
const NAMES = `
  丙丞伸佑侑侯俊儀冴凌凪凱卿叡嗣國塔妃宥寛寧寮岳峻嶺巌巧帆帝帥廉廣彰德恕恭悟惇惠愁慎慧慶昌昴晃
  暁暉曙曾朋朔柵栁桒棟椿楠槗樫櫻欅毅汐渕渚潤澄澪濱濵瀧瀨烈煌燈爵猛珀琉琥瑚瑠璃環眞祇祥穏笹篤継
  綺緋翠耶肇與芙苑葦蓉蔦薫藪虎虔虹袴諒諭謙豪賢遙邉邸隼雷靖靜馨髙黑齊𠮷﨑`;

const RANGES = [
  [0x20, 0x7e], // ASCII
  [0x3001, 0x3003], // 、。〃
  [0x3005, 0x3011], // 々〆〇〈〉《》「」『』【】
  [0x3041, 0x3096], // ひらがな
  [0x309d, 0x309e], // ゝゞ
  [0x30a1, 0x30fe], // カタカナ, ・, ー
  [0xff01, 0xff5e], // full-width ASCII
];

/** The bytes of the subset; the same for the same versions of the packages. */
export async function buildSubset() {
  const source = await readFile(createRequire(import.meta.url).resolve(SOURCE));
  const characters = wantedCharacters();
  const drawn = new Set(fontkit.create(source).characterSet);
  const missing = characters.filter((character) => !drawn.has(character.codePointAt(0)));
  if (missing.length > 0) throw new Error(`the source font has no ${missing.join(' ')}`);
  return subsetFont(source, characters.join(''), {
    targetFormat: 'truetype',
    // Certificates are set in single lines: no ligatures, no vertical forms, no hints for screens.
    keepFeatures: [],
    noLayoutClosure: true,
    noHinting: true,
  });
}

function wantedCharacters() {
  const characters = new Set([...WORDS, ...PLACES, ...SCHOOL, ...NAMES, '　', '〜', '※', '—', '−']);
  addTexts(characters, ja.person);
  addTexts(characters, ja.location);
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) characters.add(String.fromCodePoint(code));
  }
  characters.delete('\n');
  return [...characters].sort();
}

/** Every character of every text within a definition of faker's locale. */
function addTexts(characters, definition) {
  if (typeof definition === 'string') for (const character of definition) characters.add(character);
  else if (definition) for (const part of Object.values(definition)) addTexts(characters, part);
}

if (argv[1] === fileURLToPath(import.meta.url)) await writeFile(TARGET, await buildSubset());
