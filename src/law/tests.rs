use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::*;

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn provision(id: &str) -> &'static Provision {
    catalogue().provision(id).unwrap_or_else(|| panic!("there is no {id}"))
}

fn hex(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes anything");
        hex
    })
}

#[test]
fn nothing_got_lost() {
    let catalogue = catalogue();
    assert_eq!(catalogue.provisions().len(), 333);
    assert_eq!(catalogue.instruments().len(), 22);
    assert_eq!(catalogue.topics().len(), 35);
    assert_eq!(catalogue.clause_categories().len(), 39);
    assert_eq!(catalogue.clauses().len(), 94);
}

#[test]
fn every_text_has_its_checksum() {
    for provision in catalogue().provisions() {
        assert_eq!(hex(&provision.text_zh), provision.text_sha256, "{}", provision.id);
    }
}

#[test]
fn every_provision_is_labelled_as_its_id_says() {
    let mut seen = BTreeSet::new();
    for provision in catalogue().provisions() {
        assert_eq!(provision.id, format!("{}-{}", provision.instrument, provision.article));
        assert_eq!(provision.label_zh, format!("第{}条", numeral::spell(provision.article)));
        assert!(seen.insert(&provision.id), "{} is there twice", provision.id);
    }
}

#[test]
fn provisions_stand_in_statutory_order() {
    let catalogue = catalogue();
    let place = |provision: &Provision| {
        let at = catalogue.instruments().iter().position(|known| known.id == provision.instrument);
        (at, provision.article)
    };
    assert!(catalogue.provisions().is_sorted_by_key(place));
}

#[test]
fn every_reference_resolves() {
    let catalogue = catalogue();
    for provision in catalogue.provisions() {
        let unknown = provision.topics.iter().find(|id| catalogue.topic(id).is_none());
        assert_eq!(unknown, None, "{}", provision.id);
        assert_eq!(catalogue.instrument_of(provision).id, provision.instrument);
    }
    for instrument in catalogue.instruments() {
        let others = [&instrument.supersedes, &instrument.superseded_by, &instrument.superseded_in_part_by];
        for other in others.into_iter().flatten() {
            assert!(catalogue.instrument(other).is_some(), "{} names {other}", instrument.id);
        }
    }
    for category in catalogue.clause_categories() {
        assert_eq!(category.provisions.first(), Some(&category.primary));
        let cited = category.provisions.iter().chain(category.items.iter().map(|item| &item.provision));
        for id in cited {
            assert!(catalogue.provision(id).is_some(), "{} names {id}", category.id);
        }
    }
    for clause in catalogue.clauses() {
        assert!(catalogue.clause_category(&clause.category).is_some(), "{}", clause.id);
        assert!(clause.provisions.iter().all(|id| catalogue.provision(id).is_some()), "{}", clause.id);
    }
}

#[test]
fn the_supplement_names_what_there_is() {
    let catalogue = catalogue();
    let supplement = load::supplement().unwrap();
    let topics: Vec<_> = catalogue.topics().iter().map(|topic| &topic.id).collect();
    assert_eq!(supplement.topics.keys().collect::<Vec<_>>(), topics);
    let instruments: BTreeSet<_> = catalogue.instruments().iter().map(|known| &known.id).collect();
    assert_eq!(supplement.names.keys().collect::<BTreeSet<_>>(), instruments);
    for amendment in &supplement.amendment {
        let instrument = catalogue.instrument(&amendment.instrument).unwrap();
        assert!(instrument.effective_from < amendment.effective_from, "{}", instrument.id);
        assert!(instrument.version.contains("as amended"), "{}", instrument.id);
    }
}

#[test]
fn an_amended_text_is_not_older_than_its_amendment() {
    let catalogue = catalogue();
    for instrument in catalogue.instruments().iter().filter(|known| known.version.contains("as amended")) {
        let own = catalogue.provisions().iter().filter(|provision| provision.instrument == instrument.id);
        assert!(own.clone().any(|provision| provision.effective_from > instrument.effective_from));
        assert!(own.clone().all(|provision| provision.effective_from >= instrument.effective_from));
    }
    let table = [
        ("otm-18", "2025-05-01"),
        ("otm-41", "2025-05-01"),
        ("otm-21", "2021-05-01"),
        ("cam-18", "2025-05-01"),
        ("icp-8", "2020-10-23"),
        ("icp-12", "2015-03-15"),
        ("srn-6", "2020-10-23"),
        ("cpl-26", "2014-03-15"),
    ];
    for (id, from) in table {
        assert_eq!(provision(id).effective_from, day(from), "{id}");
    }
}

#[test]
fn order_121_takes_over_from_order_20_overnight() {
    let catalogue = catalogue();
    let (before, after) = (day("2026-04-14"), day("2026-04-15"));
    let edition = |id, on| catalogue.successor_on(id, on).map(|instrument| instrument.id.as_str());
    for id in ["crm", "crm0"] {
        assert_eq!(edition(id, before), Some("crm0"));
        assert_eq!(edition(id, after), Some("crm"));
        assert_eq!(edition(id, day("2019-12-31")), None);
    }
    assert_eq!(edition("nothing", after), None);

    let acceptance = provision("crm-15");
    assert_eq!(catalogue.check_in_force(acceptance, after), Ok(()));
    let refused = catalogue.check_in_force(acceptance, before).unwrap_err();
    let expected = NotInForce {
        provision: "crm-15".to_owned(),
        from: after,
        to: None,
        successor: Some("crm0".to_owned()),
    };
    assert_eq!(refused, expected);
    assert_eq!(refused.to_string(), "crm-15 in this wording is in force from 2026-04-15 on");
    assert!(catalogue.in_force(before).all(|provision| provision.instrument != "crm"));
    assert_eq!(catalogue.in_force(after).count(), 333);
}

#[test]
fn an_earlier_wording_has_no_successor() {
    let refused = catalogue().check_in_force(provision("otm-18"), day("2025-04-30")).unwrap_err();
    assert_eq!((refused.from, refused.successor), (day("2025-05-01"), None));
}

#[test]
fn a_citation_names_instrument_and_article() {
    assert_eq!(catalogue().cite(provision("cpl-26")), "《消费者权益保护法》第二十六条");
    assert_eq!(catalogue().cite(provision("crm-15")), "《市场监督管理投诉举报处理办法》第十五条");
}

/// The domain names provisions by id without looking them up; here it is held to the catalogue.
mod domain {
    use super::*;
    use crate::domain::{category, channel, deadline};

    #[test]
    fn problem_categories_cite_what_exists() {
        for category in category::all() {
            let unknown = category.provisions.iter().find(|id| catalogue().provision(id).is_none());
            assert_eq!(unknown, None, "{}", category.id);
        }
    }

    #[test]
    fn channels_rest_on_what_exists() {
        for rules in channel::all() {
            let needs = rules.needs.iter().filter_map(|need| need.provision.as_ref());
            let retries = rules.refusals.iter().flat_map(|retry| &retry.provisions);
            let unknown = rules
                .provisions
                .iter()
                .chain(needs)
                .chain(retries)
                .find(|id| catalogue().provision(id).is_none());
            assert_eq!(unknown, None, "{}", rules.channel);
        }
        let reasons = channel::Reason::ALL.iter().flat_map(|reason| reason.provisions());
        let bars = channel::Bar::ALL.iter().flat_map(|bar| bar.provisions());
        assert_eq!(reasons.chain(bars).find(|id| catalogue().provision(id).is_none()), None);
    }

    #[test]
    fn channels_say_what_the_statutes_say() {
        let texts = [
            // The bodies whose handling makes the regulator refuse: no private site, no payment provider among them.
            (
                "crm-16",
                "法院、仲裁机构、市场监督管理部门或者其他行政机关、消费者协会已经受理或者处理过同一消费者权益争议",
            ),
            ("crm-16", "之日起超过三年"),
            ("crm-23", "发现存在本办法第十六条、第四十二条规定情形"),
            ("crm-9", "对投诉和举报予以分别处理"),
            ("crm-12", "书面推选两名代表人"),
            ("crm-13", "由平台经营者住所地县级市场监督管理部门处理"),
            ("crm-14", "由先收到投诉的市场监督管理部门处理"),
            ("crm-18", "经投诉人和被投诉人同意"),
            ("crm-31", "由其住所地县级以上市场监督管理部门处理"),
            ("crm-35", "不再另行处理"),
            ("cam-22", "不对合同的民事法律效力作出认定"),
            ("cpl-37", "受理消费者的投诉，并对投诉事项进行调查、调解"),
            ("ecl-53", "最近三年的交易记录"),
            ("ecl-57", "及时通知电子支付服务提供者"),
            ("cpc-126", "应当在七日内立案"),
            ("cpc-165", "年平均工资百分之五十以下"),
            ("cpci-20", "以买受人住所地为合同履行地"),
            ("cpci-31", "主张管辖协议无效"),
            ("cpci-75", "一般指十人以上"),
            ("cpci-78", "代表人为二至五人"),
            ("cc-188", "诉讼时效期间为三年"),
            ("cc-195", "权利人向义务人提出履行请求"),
            ("pipl-50", "个人可以依法向人民法院提起诉讼"),
        ];
        for (id, words) in texts {
            assert!(provision(id).text_zh.contains(words), "{id} does not say {words}");
        }
    }

    #[test]
    fn deadlines_change_on_the_days_on_which_the_statutes_do() {
        let from = |id| catalogue().instrument(id).unwrap().effective_from;
        assert_eq!(from("crm"), deadline::MEASURES_FROM);
        assert_eq!(from("cplr"), deadline::REGULATION_FROM);
        assert_eq!(from("cpl"), deadline::LAW_FROM);
        assert_eq!(from("cpc"), deadline::CIVIL_PROCEDURE_FROM);
    }

    #[test]
    fn deadlines_cite_what_says_so() {
        let texts = [
            ("crm-15", "七个工作日内"),
            ("cplr-46", "7个工作日内"),
            ("cplr-46", "受理之日起60日内调解完毕"),
            ("cpl-46", "七个工作日内"),
            ("crm-23", "自投诉受理之日起六十日内"),
            ("crm-22", "不计算在调解期限内"),
            ("crm-45", "以法定节假日后的第一日"),
            ("cpc-85", "以法定休假日后的第一日"),
            ("cpc-126", "应当在七日内作出裁定书"),
        ];
        for (id, words) in texts {
            assert!(provision(id).text_zh.contains(words), "{id} does not say {words}");
        }
    }
}

mod search {
    use super::*;

    fn ids(query: &Query<'_>) -> Vec<&'static str> {
        catalogue().search(query).into_iter().map(|provision| provision.id.as_str()).collect()
    }

    fn words(words: &str) -> Vec<&'static str> {
        ids(&Query { words, ..Query::default() })
    }

    #[test]
    fn a_place_is_found_exactly() {
        let table: [(&str, &[&str]); 12] = [
            ("cpl-26", &["cpl-26"]),
            ("消保法26", &["cpl-26"]),
            ("消保法 第二十六条", &["cpl-26"]),
            ("《中华人民共和国消费者权益保护法》第二十六条第二款", &["cpl-26"]),
            ("电商法四十九条", &["ecl-49"]),
            ("民法典496条", &["cc-496"]),
            ("消法实施条例第五十条", &["cplr-50"]),
            ("投诉举报处理暂行办法15", &["crm-15"]),
            ("民法典1034", &["cc-1034"]),
            ("cpl 24 26", &["cpl-24", "cpl-26"]),
            ("消保法第999条", &[]),
            ("article 585", &["cc-585"]),
        ];
        for (query, expected) in table {
            assert_eq!(words(query), expected, "{query}");
        }
    }

    #[test]
    fn an_article_number_alone_is_looked_up_everywhere() {
        let expected = ["cpl-26", "cplr-26", "ppc-26"];
        assert_eq!(words("26"), expected);
        assert_eq!(words("第二十六条"), expected);
    }

    #[test]
    fn an_instrument_is_browsed_in_order() {
        let found = words("电商法");
        assert_eq!(found.len(), 40);
        assert!(found.starts_with(&["ecl-9", "ecl-15", "ecl-17"]));
        assert_eq!(found, ids(&Query { instrument: Some("ecl"), ..Query::default() }));
    }

    #[test]
    fn nothing_asked_for_is_everything_in_order() {
        let all: Vec<_> = catalogue().provisions().iter().map(|provision| provision.id.as_str()).collect();
        assert_eq!(words(""), all);
        assert_eq!(words(" ，"), all);
    }

    #[test]
    fn words_bring_up_what_people_look_for() {
        let table = [
            ("最终解释权", "otm-21"),
            ("自动续费", "otm-18"),
            ("七日无理由退货", "cpl-25"),
            ("7日无理由", "cpl-25"),
            ("共同投诉", "crm-12"),
            ("惩罚性赔偿", "cpl-55"),
            ("网络虚拟财产", "cc-127"),
            ("不予受理", "crm-16"),
            ("终止调解", "crm-23"),
            ("法定节假日", "crm-45"),
            ("双倍 押金", "ecl-21"),
            ("消保法 三倍", "cpl-55"),
            ("格式条款 提示", "cpl-26"),
            ("诉讼时效", "cc-188"),
            ("refund deposit", "ecl-21"),
            ("unauthorised payment", "ecl-57"),
            ("auto-renewal", "otm-18"),
            ("joint complaints", "crm-12"),
            ("seven working days", "cpl-46"),
            ("12315", "crm-8"),
        ];
        for (query, expected) in table {
            let found = words(query);
            let place = found.iter().position(|id| *id == expected);
            assert!(place.is_some_and(|at| at < 3), "{query}: {expected} at {place:?} of {found:?}");
        }
    }

    #[test]
    fn everything_asked_for_beats_a_part_of_it() {
        for provision in catalogue().search(&Query { words: "退款 格式条款", ..Query::default() }) {
            assert!(
                provision.topics.iter().any(|topic| topic == "refund") || provision.text_zh.contains("退款")
            );
        }
        // No statute knows 卡密, so the other half decides.
        let found = words("卡密 最终解释权");
        assert!(found.contains(&"otm-21"), "{found:?}");
        assert_eq!(words("卡密"), [""; 0]);
    }

    #[test]
    fn filters_hold_whatever_the_words() {
        let topic = ids(&Query { topic: Some("auto-renewal"), ..Query::default() });
        assert_eq!(topic, ["cplr-10", "cplr-50", "otm-18", "otm-41", "npr-32"]);
        let before = Query { words: "投诉", on: Some(day("2026-04-14")), ..Query::default() };
        assert!(!ids(&before).iter().any(|id| id.starts_with("crm-")));
        let after = Query { on: Some(day("2026-04-15")), ..before };
        assert!(ids(&after).iter().any(|id| id.starts_with("crm-")));
        assert_eq!(ids(&Query { instrument: Some("nothing"), ..Query::default() }), [""; 0]);
    }

    #[test]
    fn the_same_query_gives_the_same_list() {
        assert_eq!(words("平台 责任 消费者"), words("平台 责任 消费者"));
    }
}
