//! From a problem to a vote, and from an open case to an answer.

use chrono::TimeDelta;

use super::driver::{DESK, Driver, PHONE, Setup};
use crate::support::{App, file::picture, person::PASSWORD};

const STORY: &str =
    "11月1日在卡盟甲花488元买了游戏点卡，付款后长期未收到卡密，客服以虚拟商品不支持退换为由拒绝处理。";

impl Driver {
    /// Registers, confirms the address by the link in the letter, and signs in.
    async fn enter(&self, app: &App, email: &str) {
        self.open_page(&format!("{}/register", app.url)).await;
        self.fill("input[name=email]", email).await;
        self.fill("input[name=password]", PASSWORD).await;
        self.click("main form button").await;
        self.find_by_words("h1", "请查收邮件").await;
        app.work().await;
        let token = app.letter_to(email).token();
        self.open_page(&format!("{}/verify?token={token}", app.url)).await;
        self.click("main form button").await;
        self.find("input[name=password]").await;
        self.sign_in(app, email).await;
    }

    /// Signs in, from the page for that.
    async fn sign_in(&self, app: &App, email: &str) {
        self.open_page(&format!("{}/sign-in", app.url)).await;
        self.fill("input[name=email]", email).await;
        self.fill("input[name=password]", PASSWORD).await;
        self.click("main form button").await;
        self.find_by_words("p", email).await;
    }
}

/// Somebody tells their problem, joins the case that fits, uploads a picture, covers a part of it, and votes.
async fn consumer(setup: Setup) {
    let app = App::start().await;
    let Some(browser) = Driver::open(setup).await else { return };
    let (people, case) = app.gathered(&["olga@example.org", "bob@example.org"]).await;
    let [olga, bob] = people.try_into().ok().unwrap();
    bob.seal_identity("李雷", "13987654321", "北京市海淀区中关村大街 3 号").await;
    olga.cite(&case).await;
    browser.enter(&app, "ann@example.org").await;

    browser.open_page(&format!("{}/tell", app.url)).await;
    browser.fill("textarea[name=text]", STORY).await;
    browser.fill("input[name=operatorName]", "卡盟甲").await;
    browser.click("main form button").await;
    browser.find("#advice").await;
    browser.click_words("button", "带着这些内容加入").await;

    browser.fill("input[name='claim.orderNumber']", "KM2026110100004321").await;
    browser.set("input[name='claim.boughtOn']", "2026-11-01").await;
    browser.fill("input[name='claim.product']", "游戏点卡 500 元").await;
    browser.fill("input[name='claim.amountFen']", "488").await;
    browser.choose("select[name='claim.paymentMethod']", "ALIPAY").await;
    browser.click("input[name='claim.ownUse'][value=true]").await;
    assert_eq!(browser.text("textarea[name='claim.story']").await, STORY);
    browser.choose("select[name='claim.remedy']", "REFUND_FULL").await;
    browser.click("form[data-form=join-case] button").await;
    browser.find_by_words("*[@role='status']", "已加入").await;

    let shot = app.dir.path().join("shot.png");
    std::fs::write(&shot, picture(1_000, 700)).unwrap();
    browser.click("a[href$='/evidence/new']").await;
    browser.choose("form[data-form=deposit-evidence] select[name=kind]", "ERROR_SCREEN").await;
    browser.fill("form[data-form=deposit-evidence] input[name=title]", "兑换失败的截图").await;
    browser.attach("input[type=file]", &shot).await;
    browser.click("form[data-form=deposit-evidence] button").await;
    browser.find("section[data-redact]").await;
    if setup.scripts {
        browser.find("[data-tools]:not([hidden])").await;
        browser.drag("[data-layer]", (-100, -60), (60, -20)).await;
        browser.find(".layer > .box").await;
        // The keyboard makes it wider, adds another, and takes that one away again.
        browser.keys("\u{E008}\u{E014}\u{E000}").await;
        browser.click("[data-add]").await;
        browser.find(".layer > .box:nth-of-type(2)").await;
        browser.keys("\u{E017}").await;
        assert_eq!(browser.text("[data-status]").await, "一共 1 个方框");
    } else {
        browser.click("details[data-typed] summary").await;
        browser.click("input[name='boxes.0.page']").await;
        for (side, pixels) in [("x", "100"), ("y", "80"), ("width", "300"), ("height", "60")] {
            browser.fill(&format!("input[name='boxes.0.{side}']"), pixels).await;
        }
    }
    browser.click("form[data-form=redact-evidence] button").await;
    browser.find_by_words("*[@role='status']", "涂黑已更新").await;
    browser.click("form[data-form=confirm-evidence] button").await;
    browser.find_by_words("*[@role='status']", "进入了证据池").await;

    browser.open_page(&format!("{}/me/identity", app.url)).await;
    browser.fill("input[name=name]", "王小明").await;
    browser.fill("input[name=phone]", "13812345678").await;
    browser.fill("input[name=address]", "上海市徐汇区漕溪北路 1 号 2 室").await;
    browser.click("form[data-form=seal-identity] button").await;
    browser.find_by_words("*[@role='status']", "实名信息已加密保存").await;

    let (complaint, sha256) = olga.compile(&case).await;
    let ballot = olga.open_ballot(&complaint, &(app.hub.now() + TimeDelta::days(2)).to_rfc3339()).await;
    bob.vote(&ballot, &sha256, "YES").await;
    let number =
        olga.ask("query($c: ID!) { case(id: $c) { number } }", serde_json::json!({ "c": case })).await;
    let number = number["case"]["number"].as_str().unwrap();
    browser.open_page(&format!("{}/cases/{number}/documents", app.url)).await;
    browser.click_words("a", "去投票").await;
    browser.click("input[name=choice][value=YES]").await;
    browser.click("input[name=releaseIdentity]").await;
    browser.click("form[data-form=cast-vote] button").await;
    browser.find_by_words("*[@role='status']", "你的投票已记录").await;
    assert!(browser.text("main").await.contains("你投了“赞成”"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_goes_from_a_problem_to_a_vote_on_a_telephone() {
    consumer(PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_goes_the_same_way_without_scripts() {
    consumer(Setup { scripts: false, ..DESK }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_goes_from_an_open_case_to_an_answer() {
    let app = App::start().await;
    let Some(browser) = Driver::open(DESK).await else { return };
    browser.enter(&app, "olga@example.org").await;
    browser.open_page(&format!("{}/cases/new", app.url)).await;
    browser.click("details summary").await;
    browser.fill("form[data-form=create-operator] input[name=name]", "卡盟甲").await;
    browser.fill("form[data-form=create-operator] input[name=domains]", "kamen.example").await;
    browser.fill("form[data-form=create-operator] input[name=mailbox]", "tousu@kamen.example").await;
    browser.click("form[data-form=create-operator] button").await;
    browser.choose("form[data-form=open-case] select[name=category]", "non-delivery").await;
    browser.fill("form[data-form=open-case] input[name=title]", "充值未到账集体投诉").await;
    browser.fill("form[data-form=open-case] textarea", "付款后长期未收到卡密，客服拒绝处理。").await;
    browser.fill("form[data-form=open-case] input[name=quorum]", "1").await;
    browser.click("form[data-form=open-case] button").await;
    browser.click("form[data-form=publish-case] button").await;
    browser.find_by_words("*[@role='status']", "案件已公开").await;
    let number = browser.text("main .number").await;

    let ann = app.admit("ann@example.org").await;
    let found =
        ann.ask("query($n: String!) { case(number: $n) { id } }", serde_json::json!({ "n": number })).await;
    let case = found["case"]["id"].as_str().unwrap().to_owned();
    ann.join(&case, "KM2026110100001234", 48_800).await;
    ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;
    ann.contact(&case).await;
    let (piece, copy) = ann.deposit(&case).await;
    ann.confirm(&piece, &copy).await;

    let desk = format!("{}/cases/{number}/desk", app.url);
    browser.open_page(&format!("{}/cases/{number}", app.url)).await;
    browser.click_words("summary", "提议引用条款").await;
    browser.fill("input[name=provisionId]", "cpl-26").await;
    browser.fill("textarea[name=why]", "格式条款排除了要求退款的权利。").await;
    browser.click("form[data-form=propose-citation] button").await;
    browser.find_by_words("*[@role='status']", "引用已提议").await;
    browser.open_page(&desk).await;
    browser.click_words("button", "采纳").await;
    browser.find_by_words("*[@role='status']", "引用已采纳").await;
    browser.click("form[data-form=compile-complaint] button").await;
    browser.find_by_words("*[@role='status']", "投诉书已生成").await;
    browser.set("input[name=closesAt]", "2026-11-24T12:00").await;
    browser.click("form[data-form=open-ballot] button").await;
    browser.find_by_words("*[@role='status']", "表决已开始").await;

    let asked = ann
        .ask(
            "query($c: ID!) { case(id: $c) { membership { ballots { id sha256 } } } }",
            serde_json::json!({ "c": case }),
        )
        .await;
    let ballot = &asked["case"]["membership"]["ballots"][0];
    ann.vote(ballot["id"].as_str().unwrap(), ballot["sha256"].as_str().unwrap(), "YES").await;
    app.wait(TimeDelta::days(3)).await;
    // Her session was renewed meanwhile.
    browser.open_page(&desk).await;
    browser.choose("select[name=channel]", "OPERATOR_DESK").await;
    browser.click("form[data-form=file-complaint] button").await;
    browser.find_by_words("*[@role='status']", "投诉书正在送出").await;
    app.work().await;
    browser.open_page(&desk).await;
    browser.click_words("summary", "记录对方的答复").await;
    browser.choose("select[name=status]", "ACCEPTED").await;
    browser.fill("input[name=channelWord]", "已受理").await;
    browser.click("form[data-form=record-answer] button").await;
    browser.find_by_words("*[@role='status']", "答复已记录").await;
    browser.open_page(&format!("{}/cases/{number}", app.url)).await;
    assert!(browser.text("#live-filings").await.contains("已受理"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_has_terms_checked() {
    let app = App::start().await;
    let Some(browser) = Driver::open(PHONE).await else { return };
    browser.open_page(&format!("{}/law", app.url)).await;
    browser.click("main header a.button").await;
    browser.fill("textarea[name=text]", "虚拟商品一经售出概不退换。本平台提供游戏点卡。").await;
    browser.click("main form button").await;
    assert!(browser.text(".finding[data-verdict=UNFAIR]").await.contains("概不退换"));
    browser.click(".finding a.tag").await;
    assert!(browser.text("h1").await.contains("消费者权益保护法"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_in_a_case_is_seen_without_asking_again() {
    let app = App::start().await;
    let Some(browser) = Driver::open(DESK).await else { return };
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    browser.sign_in(&app, "ann@example.org").await;
    let number =
        people[1].ask("query($c: ID!) { case(id: $c) { number } }", serde_json::json!({ "c": case })).await;
    browser.open_page(&format!("{}/cases/{}", app.url, number["case"]["number"].as_str().unwrap())).await;
    browser.find("#live-timeline li").await;
    people[0].cite(&case).await;
    browser.find_by_words("section[@id='live-timeline']//li", "采纳").await;
}
