//! How well open cases are found by a problem told in other words, and how fast.
//!
//! Twenty thousand cases are made up of two thousand operators, kinds of problem and products; each tells of what
//! happened in the words of a counted text of its kind. Five hundred problems are told in the words of the held-out
//! texts, of which none stands in a case: by people who name the operator, the address of its site or who was paid,
//! who only mention it, or who know nothing but what they bought.

#![expect(clippy::print_stdout, reason = "the report is what this program is for")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use chorus::domain::{
    folded::Folded,
    intake,
    operator::{domains, folded},
};
use chorus::matching::{Fit, Grams, Index, Listing, Question, alike};
use chrono::{DateTime, NaiveDate};
use entity::{CaseId, Id, KnownBy, OperatorId, operator_identity};
use serde::Deserialize;

const HELD_OUT: &str = include_str!("data/problems.jsonl");
const COUNTED: &str = include_str!("../src/domain/intake/problems.jsonl");

const OPERATORS: usize = 2_000;
const CASES: usize = 20_000;
const PROBLEMS: usize = 500;
/// Cases that the index gives and that are looked at closely, as the service does.
const LOOKED_AT: usize = 30;

const FIRST: [&str; 40] = [
    "星海", "快充", "金鼎", "飞鱼", "云集", "极光", "鲸落", "万象", "蓝盾", "火狐", "九州", "凌云", "天际",
    "畅游", "闪电", "麦浪", "白鹿", "乐点", "小蜜", "聚点", "友充", "易游", "智联", "橙子", "银河", "北斗",
    "青柠", "游侠", "豌豆", "大圣", "龙腾", "虎啸", "千寻", "灵犀", "木棉", "红叶", "晨曦", "沐风", "海纳",
    "点金",
];
const SECOND: [&str; 10] =
    ["卡盟", "卡铺", "发卡网", "游戏商城", "点卡网", "数卡", "充值站", "虚拟城", "号铺", "会员店"];
const PLACES: [&str; 5] = ["", "华南", "西区", "旗舰", "新"];
const BRANDS: [&str; 153] = [
    "Steam",
    "腾讯QQ",
    "网易",
    "原神",
    "王者荣耀",
    "和平精英",
    "爱奇艺",
    "优酷",
    "腾讯视频",
    "哔哩哔哩",
    "网易云音乐",
    "Apple",
    "Xbox",
    "PlayStation",
    "任天堂",
    "英雄联盟",
    "梦幻西游",
    "逆水寒",
    "穿越火线",
    "地下城",
    "魔兽世界",
    "暗黑破坏神",
    "永劫无间",
    "崩坏",
    "明日方舟",
    "阴阳师",
    "炉石传说",
    "Valorant",
    "百度网盘",
    "迅雷",
    "知乎",
    "喜马拉雅",
    "芒果",
    "京东E",
    "美团",
    "移动",
    "联通",
    "电信",
    "Office",
    "Windows",
    "蛋仔派对",
    "光遇",
    "第五人格",
    "我的世界",
    "迷你世界",
    "香肠派对",
    "金铲铲",
    "鸣潮",
    "绝区零",
    "剑网三",
    "大话西游",
    "问道",
    "征途",
    "传奇世界",
    "热血江湖",
    "诛仙",
    "天龙八部",
    "完美世界",
    "神武",
    "倩女幽魂",
    "一梦江湖",
    "天涯明月刀",
    "火影忍者",
    "航海王",
    "龙珠",
    "宝可梦",
    "怪物猎人",
    "只狼",
    "艾尔登法环",
    "赛博朋克",
    "巫师三",
    "黑神话",
    "双人成行",
    "幻兽帕鲁",
    "饥荒",
    "星露谷",
    "泰拉瑞亚",
    "求生之路",
    "彩虹六号",
    "绝地求生",
    "逃离塔科夫",
    "守望先锋",
    "堡垒之夜",
    "战争雷霆",
    "坦克世界",
    "战舰世界",
    "部落冲突",
    "皇室战争",
    "荒野乱斗",
    "开心消消乐",
    "斗地主",
    "欢乐麻将",
    "天天酷跑",
    "狂野飙车",
    "极品飞车",
    "跑跑卡丁车",
    "飞车手游",
    "劲舞团",
    "冒险岛",
    "洛奇",
    "龙之谷",
    "泡泡堂",
    "剑灵",
    "上古世纪",
    "黑色沙漠",
    "命运方舟",
    "激战",
    "最终幻想",
    "流放之路",
    "星际争霸",
    "风暴英雄",
    "帝国时代",
    "文明六",
    "模拟城市",
    "动物森友会",
    "塞尔达",
    "马里奥",
    "喷射战士",
    "Spotify",
    "Netflix",
    "Disney",
    "YouTube",
    "Adobe",
    "WPS",
    "夸克",
    "阿里云盘",
    "剪映",
    "美图",
    "搜狐",
    "咪咕",
    "酷狗",
    "QQ音乐",
    "得到",
    "樊登",
    "有道",
    "扇贝",
    "百词斩",
    "作业帮",
    "猿辅导",
    "饿了么",
    "滴滴",
    "携程",
    "肯德基",
    "星巴克",
    "瑞幸",
    "沃尔玛",
    "天猫",
    "苏宁",
    "拼多多",
    "唯品会",
    "石化加油",
    "高德",
    "盒马",
];
const GOODS: [&str; 12] = [
    "点卡",
    "充值卡",
    "会员",
    "月卡",
    "钱包卡",
    "激活码",
    "礼品卡",
    "账号",
    "代充",
    "季卡",
    "兑换码",
    "流量包",
];

#[derive(Deserialize)]
struct Labelled {
    text: String,
    category: String,
}

/// A small generator of numbers, the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % most
    }

    fn of<'a, T>(&mut self, some: &'a [T]) -> &'a T {
        &some[self.below(some.len())]
    }
}

fn read(data: &str) -> BTreeMap<String, Vec<String>> {
    let mut by_kind: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in data.lines() {
        let Labelled { text, category } = serde_json::from_str(line).expect("a labelled text");
        by_kind.entry(category).or_default().push(text);
    }
    by_kind
}

struct Operator {
    id: OperatorId,
    name: String,
    alias: String,
    domain: String,
    payee: String,
}

fn operator(n: usize) -> Operator {
    let (first, second, place) = (FIRST[n % 40], SECOND[n / 40 % 10], PLACES[n / 400 % 5]);
    Operator {
        id: OperatorId::from_suffix(&format!("{n:026}")),
        name: format!("{first}{place}{second}"),
        alias: format!("{place}{first}{second}官网"),
        domain: format!("k{n}.example"),
        payee: format!("{first}{place}网络科技有限公司第{n}"),
    }
}

struct Case {
    listing: Listing,
    grams: Grams,
    operator: usize,
    category: String,
    product: (usize, usize),
}

fn cases(dice: &mut Dice, operators: &[Operator]) -> Vec<Case> {
    let texts = read(COUNTED);
    let kinds: Vec<&String> = texts.keys().collect();
    let mut taken = BTreeSet::new();
    let mut cases = Vec::with_capacity(CASES);
    while cases.len() < CASES {
        let (operator, kind) = (dice.below(OPERATORS), *dice.of(&kinds));
        let product = (dice.below(BRANDS.len()), dice.below(GOODS.len()));
        if !taken.insert((operator, kind)) {
            continue;
        }
        let (name, goods) = (&operators[operator].name, format!("{}{}", BRANDS[product.0], GOODS[product.1]));
        let text = format!(
            "{name}{goods}集体投诉\n在{name}购买{goods}的消费者遇到同样的问题：{}",
            dice.of(&texts[kind])
        );
        let grams = Grams::of(&Folded::new(&text));
        let listing = Listing {
            case: CaseId::from_suffix(&format!("{:026}", cases.len())),
            operator: operators[operator].id.clone(),
            category: kind.clone(),
            grams: grams.clone(),
            opened_on: NaiveDate::from_ymd_opt(2026, 10, 1).unwrap_or_default(),
            updated_at: DateTime::UNIX_EPOCH,
        };
        cases.push(Case { listing, grams, operator, category: kind.clone(), product });
    }
    cases
}

/// How people tell whom it is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Told {
    Name,
    Site,
    Payee,
    InTheText,
    NotAtAll,
}

struct Problem {
    told: Told,
    text: String,
    certain: BTreeSet<OperatorId>,
    case: usize,
}

fn problem(dice: &mut Dice, index: &Index, operators: &[Operator], cases: &[Case]) -> Problem {
    let texts = read(HELD_OUT);
    let case = dice.below(CASES);
    let of = &cases[case];
    let operator = &operators[of.operator];
    let happened = dice.of(&texts[&of.category]);
    let (brand, goods) = (BRANDS[of.product.0], GOODS[of.product.1]);
    // People name what they bought in their own way.
    let bought = match dice.below(3) {
        0 => format!("买了{brand}的{goods}"),
        1 => format!("充{}，{}", goods, brand.to_lowercase()),
        _ => format!("{brand} {goods}"),
    };
    let told = *dice.of(&[
        Told::Name,
        Told::Site,
        Told::Payee,
        Told::InTheText,
        Told::InTheText,
        Told::InTheText,
        Told::NotAtAll,
    ]);
    let (named, text) = match told {
        Told::Name => (index.names.exactly(&operator.alias, &[KnownBy::Name, KnownBy::Alias]), String::new()),
        Told::Site => {
            let there = domains(&format!("pay.{}", operator.domain));
            (
                there.iter().flat_map(|domain| index.names.exactly(domain, &[KnownBy::Domain])).collect(),
                String::new(),
            )
        }
        Told::Payee => (index.names.exactly(&operator.payee, &[KnownBy::Payee]), String::new()),
        Told::InTheText => (Vec::new(), format!("在{}，", operator.name)),
        Told::NotAtAll => (Vec::new(), String::new()),
    };
    let certain = named.into_iter().map(|found| found.operator).collect();
    Problem { told, text: format!("{text}{bought}，{happened}"), certain, case }
}

/// The places of the cases in the order in which they are offered.
fn offered(index: &Index, by_id: &HashMap<CaseId, &Case>, problem: &Problem) -> Vec<CaseId> {
    let text = Folded::new(&problem.text);
    let grams = Grams::of(&text);
    let guesses = intake::guess(&problem.text).expect("a short text");
    let categories: Vec<(&str, f64)> =
        guesses.iter().map(|guess| (guess.category.id.as_str(), guess.score)).collect();
    let mentioned = index.names.mentioned(&text).into_iter().map(|found| found.operator).collect();
    let question = Question {
        grams: &grams,
        certain: &problem.certain,
        mentioned: &mentioned,
        categories: &categories,
        bought_on: None,
    };
    let mut found: Vec<(f64, CaseId)> = index
        .nearest(&question, LOOKED_AT)
        .into_iter()
        .map(|candidate| {
            let case = by_id[&candidate.case];
            let words = alike(&text, &grams, &case.grams, |gram| index.telling(gram));
            let category = categories.iter().find(|(id, _)| *id == case.category);
            let fit = Fit {
                operator: question.operator(&case.listing.operator),
                category: category.map_or(0.0, |(_, likely)| *likely),
                words: words.weight(),
                ..Fit::default()
            };
            (fit.score(), candidate.case)
        })
        .collect();
    found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| other.cmp(one)));
    found.into_iter().map(|(_, case)| case).collect()
}

fn main() {
    let mut dice = Dice(7);
    let operators: Vec<Operator> = (0..OPERATORS).map(operator).collect();
    let cases = cases(&mut dice, &operators);
    let begun = Instant::now();
    let mut index = Index::default();
    for case in &cases {
        index.put(case.listing.clone());
    }
    for operator in &operators {
        let known = [
            (KnownBy::Name, &operator.name),
            (KnownBy::Alias, &operator.alias),
            (KnownBy::Domain, &operator.domain),
            (KnownBy::Payee, &operator.payee),
        ];
        let rows = known.map(|(kind, value)| operator_identity::Model {
            operator_id: operator.id.clone(),
            kind,
            place: 0,
            value: value.clone(),
            folded: folded(kind, value),
        });
        index.names.set(&operator.id, &rows);
    }
    println!("{} cases indexed in {:.0} ms", index.len(), begun.elapsed().as_secs_f64() * 1e3);
    println!("resident memory {}", resident());

    let by_id: HashMap<CaseId, &Case> = cases.iter().map(|case| (case.listing.case.clone(), case)).collect();
    let problems: Vec<Problem> =
        (0..PROBLEMS).map(|_| problem(&mut dice, &index, &operators, &cases)).collect();
    let mut times = Vec::new();
    let mut tallies: BTreeMap<Told, [usize; 3]> = BTreeMap::new();
    for problem in &problems {
        let begun = Instant::now();
        let found = offered(&index, &by_id, problem);
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        let place = found.iter().position(|case| *case == cases[problem.case].listing.case);
        let tally = tallies.entry(problem.told).or_default();
        tally[0] += 1;
        tally[1] += usize::from(place == Some(0));
        tally[2] += usize::from(place.is_some_and(|place| place < 3));
    }
    let all = tallies.values().fold([0; 3], |all, one| [all[0] + one[0], all[1] + one[1], all[2] + one[2]]);
    println!("\n{:<14}{:>9}{:>9}{:>9}", "operator", "problems", "first", "three");
    for (told, [of, first, three]) in &tallies {
        println!("{:<14}{of:>9}{first:>9}{three:>9}", format!("{told:?}"));
    }
    println!("{:<14}{:>9}{:>9}{:>9}", "all", all[0], all[1], all[2]);
    #[expect(clippy::cast_precision_loss, reason = "some hundred problems")]
    let share = |some: usize| some as f64 * 100.0 / PROBLEMS as f64;
    println!("\nright case first {:.1} %, among the first three {:.1} %", share(all[1]), share(all[2]));
    times.sort_by(f64::total_cmp);
    println!(
        "a question: median {:.2} ms, slowest of {PROBLEMS} {:.2} ms",
        times[PROBLEMS / 2],
        times[PROBLEMS - 1]
    );
}

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.map_or_else(|| "unknown".to_owned(), |line| line["VmRSS:".len()..].trim().to_owned())
}
