//! Every page, opened by everybody in both languages: none fails, and none shows the name of words instead of them.

use regex::Regex;
use reqwest::StatusCode;

use super::{
    browser::{Browser, Seen},
    world::{Places, is_hidden},
};
use crate::{access::world::Role, support::App};

const ROLES: [Role; 5] = [Role::Guest, Role::Stranger, Role::Moderator, Role::Member, Role::Organiser];

/// The names of words that are shown in the place of the words.
fn bare(page: &Seen) -> Vec<String> {
    let headline = Regex::new(r"(?m)^\[(.+)\]$").unwrap();
    let sections: Vec<String> = chorus::locale::sources()
        .iter()
        .flat_map(|(_, text)| {
            headline.captures_iter(text).map(|found| regex::escape(&found[1])).collect::<Vec<_>>()
        })
        .collect();
    let text = Regex::new(r"(?s)<[^>]*>").unwrap().replace_all(&page.html, " ");
    let bare =
        Regex::new(&format!(r"(?m)(?:^|\s)(?:page\.)?(?:{})\.[A-Za-z_]+\b", sections.join("|"))).unwrap();
    bare.find_iter(&text).map(|found| found.as_str().trim().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_opens_for_everybody_in_both_languages() {
    let app = App::start().await;
    let places = Places::new(&app).await;
    let mut wrong = Vec::new();
    for role in ROLES {
        let mut browser = Browser::open(&app);
        if role != Role::Guest {
            browser.sign_in(&places.world.person(role).email).await;
        }
        for (name, path, for_people) in chorus::web::pages::paths() {
            for language in ["zh-CN", "en"] {
                let address = format!("{}?lang={language}", places.address(path, role));
                let page = browser.get(&address).await;
                let who = format!("{address} as {role:?}");
                if role == Role::Guest && for_people {
                    assert!(page.path.starts_with("/sign-in?next="), "{who} led to {}", page.path);
                    continue;
                }
                let is_hidden = is_hidden(name, role);
                let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN];
                let expected: &[StatusCode] = if is_hidden { &refused } else { &[StatusCode::OK] };
                if !expected.contains(&page.status) {
                    wrong.push(format!("{who}: {}", page.status));
                }
                for key in bare(&page) {
                    wrong.push(format!("{who} shows {key}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_ask_answer_what_was_typed() {
    let app = App::start().await;
    let places = Places::new(&app).await;
    let mut guest = Browser::open(&app);
    let ask = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };

    let clauses = ask(&[("asked", "true"), ("text", "虚拟商品一经售出概不退换。本平台提供游戏点卡。")]);
    let checked = guest.post("/law/check", &clauses).await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.html);
    checked.says("<mark>").says("/law/cpl-26").says("可能不公平");
    assert!(bare(&checked).is_empty(), "{:?}", bare(&checked));

    let story = "在卡盟甲买了游戏点卡，付款后长期未收到卡密，客服以虚拟商品不支持退换为由拒绝处理。";
    let told = ask(&[("asked", "true"), ("text", story), ("operatorName", "卡盟甲")]);
    let told = guest.post("/tell", &told).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.html);
    told.says(&format!("/cases/{}/join", places.world.filed.number));
    assert!(bare(&told).is_empty(), "{:?}", bare(&told));

    // The hash of what the member of the world deposits.
    let hash = "c5eaef356b9cd170d2a3393568d8ca78410ba434c60bf58024df93584303c62d";
    let found = guest.post("/verify-file", &ask(&[("asked", "true"), ("sha256", hash)])).await;
    found.says(&places.world.filed.number).says("这是");
    let unknown = guest.post("/verify-file", &ask(&[("asked", "true"), ("sha256", &"ab".repeat(32))])).await;
    unknown.says("没有公开的提交包含这份文件。");
}
