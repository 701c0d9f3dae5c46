//! Guided intake: from an angry text to what is missing, what is better said calmly, and a first draft.

use serde_json::{Value, json};

use crate::support::{App, code};

const ADVISE: &str = "query($i: AdviseOnProblemInput!) { adviseOnProblem(input: $i) {
    guesses { category { id } score why words { start end text } } category { id }
    facts { fact standing question why words { text } }
    warnings { kind why calmer span { start end text } }
    ownUse { boughtFor question why words { text } }
    checklist { need what } provisions { provision { id } why } operators { id name } notice } }";

async fn advise(app: &App, input: Value) -> Value {
    app.guest(ADVISE, json!({ "i": input })).await
}

fn standings(advice: &Value) -> Vec<String> {
    let facts = advice["facts"].as_array().unwrap();
    facts.iter().map(|fact| format!("{} {}", fact["fact"], fact["standing"]).replace('"', "")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_told_what_an_angry_text_is_about_and_what_it_lacks() {
    let app = App::start().await;
    let text = "垃圾平台，骗子！昨晚充了200块Q币，到现在还没有到账，客服装死。";
    let answer = advise(&app, json!({ "text": text })).await;
    let advice = &answer["data"]["adviseOnProblem"];
    assert_eq!(advice["category"]["id"], "non-delivery", "{answer}");
    assert_eq!(advice["guesses"].as_array().unwrap().len(), 3);
    assert!(advice["guesses"][0]["why"].as_str().unwrap().contains("到账"), "{advice}");

    // Every span is where it says.
    for word in advice["guesses"][0]["words"].as_array().unwrap() {
        let (start, end) = (word["start"].as_u64().unwrap(), word["end"].as_u64().unwrap());
        let there: String =
            text.chars().skip(start.try_into().unwrap()).take((end - start).try_into().unwrap()).collect();
        assert_eq!(word["text"], there);
    }

    assert_eq!(
        standings(advice),
        [
            "TIME VAGUE",
            "ORDER_NUMBER MISSING",
            "AMOUNT TOLD",
            "PROMISE MISSING",
            "EVENT TOLD",
            "DEMAND MISSING",
            "CONTACT TOLD"
        ]
    );
    assert!(advice["facts"][1]["question"].as_str().unwrap().contains("订单号"));
    assert_eq!(advice["facts"][2]["question"], Value::Null);

    let warnings = advice["warnings"].as_array().unwrap();
    let said: Vec<_> = warnings.iter().map(|warning| (&warning["kind"], &warning["span"]["text"])).collect();
    assert_eq!(
        said,
        [
            (&json!("INSULT"), &json!("垃圾平台")),
            (&json!("VERDICT"), &json!("骗子")),
            (&json!("INSULT"), &json!("装死"))
        ]
    );
    assert_eq!(warnings[0]["calmer"], "该平台");

    assert_eq!(advice["checklist"].as_array().unwrap().len(), 4);
    assert_eq!(advice["provisions"][0]["provision"]["id"], "ecl-20");
    assert!(advice["provisions"][0]["why"].as_str().unwrap().contains("未到账"));
    assert_eq!(advice["ownUse"]["boughtFor"], "UNASKED");
    assert!(advice["notice"].as_str().unwrap().contains("不是法律意见"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_may_ask_before_anything_is_filled_in() {
    let app = App::start().await;
    let answer = advise(&app, json!({})).await;
    let advice = &answer["data"]["adviseOnProblem"];
    assert_eq!((&advice["guesses"], &advice["category"]), (&json!([]), &Value::Null));
    assert_eq!((&advice["warnings"], &advice["checklist"]), (&json!([]), &json!([])));
    assert!(standings(advice).iter().all(|fact| fact.ends_with("MISSING")), "{advice}");

    let filled = json!({ "amountFen": 4_800, "boughtOn": "2026-11-01", "orderNumber": "KM1", "remedy": "REFUND_FULL",
        "askedOperator": true, "category": "auto-renewal" });
    let answer = advise(&app, filled).await;
    let advice = &answer["data"]["adviseOnProblem"];
    let missing: Vec<_> = standings(advice).into_iter().filter(|fact| fact.ends_with("MISSING")).collect();
    assert_eq!(missing, ["PROMISE MISSING", "EVENT MISSING"]);
    assert_eq!(advice["category"]["id"], "auto-renewal", "what was chosen counts");
    assert_eq!(advice["provisions"][0]["provision"]["id"], "otm-18");
}

#[tokio::test(flavor = "multi_thread")]
async fn provisions_are_those_in_force_on_the_day_of_purchase() {
    let app = App::start().await;
    let ids = async |day: &str| -> Vec<String> {
        let answer = advise(&app, json!({ "category": "account-frozen", "boughtOn": day })).await;
        let provisions = answer["data"]["adviseOnProblem"]["provisions"].as_array().unwrap().clone();
        provisions.iter().map(|found| found["provision"]["id"].as_str().unwrap().to_owned()).collect()
    };
    let (then, now) = (ids("2024-01-01").await, ids("2026-11-20").await);
    assert!(now.contains(&"npr-19".to_owned()) && !then.contains(&"npr-19".to_owned()), "{then:?} {now:?}");
    assert!(then.contains(&"cc-577".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_bought_to_sell_on_is_asked_and_told_why_it_matters() {
    let app = App::start().await;
    let text = "我是做代理的，从他家进货50张点卡，有10张激活不了";
    let answer = advise(&app, json!({ "text": text })).await;
    let advice = &answer["data"]["adviseOnProblem"];
    assert_eq!(advice["ownUse"]["boughtFor"], "UNCLEAR");
    assert!(advice["ownUse"]["question"].as_str().unwrap().contains("转卖"));
    let ids: Vec<_> =
        advice["provisions"].as_array().unwrap().iter().map(|found| &found["provision"]["id"]).collect();
    assert!(["cpl-2", "crm-16", "crm-17"].iter().all(|id| ids.contains(&&json!(id))), "{ids:?}");

    let answer = advise(&app, json!({ "text": text, "ownUse": false })).await;
    let own_use = &answer["data"]["adviseOnProblem"]["ownUse"];
    assert_eq!((&own_use["boughtFor"], &own_use["question"]), (&json!("RESALE"), &Value::Null));
    assert!(own_use["why"].as_str().unwrap().contains("起诉"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_is_found_by_its_name_or_the_address_of_its_site() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let record = "mutation { createOperator(input: {name: \"示例卡盟\", domains: [\"kameng.example\"]}) { operator { id } } }";
    let operator = olga.ask(record, Value::Null).await["createOperator"]["operator"]["id"].clone();
    for input in [
        json!({ "operatorName": "示例卡盟" }),
        json!({ "operatorName": "https://pay.kameng.example/order?x=1" }),
        json!({ "operatorId": operator }),
    ] {
        let answer = advise(&app, input.clone()).await;
        assert_eq!(answer["data"]["adviseOnProblem"]["operators"][0]["id"], operator, "{input} {answer}");
    }
    let answer = advise(&app, json!({ "operatorName": "别家" })).await;
    assert_eq!(answer["data"]["adviseOnProblem"]["operators"], json!([]));
    assert_eq!(code(&advise(&app, json!({ "operatorId": "nonsense" })).await), "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_or_unknown_input_is_refused() {
    let app = App::start().await;
    for (input, expected) in [
        (json!({ "text": "长".repeat(5_001) }), "TOO_LONG"),
        (json!({ "category": "nonsense" }), "UNKNOWN"),
        (json!({ "operatorName": "长".repeat(201) }), "TOO_LONG"),
    ] {
        assert_eq!(code(&advise(&app, input).await), expected);
    }
    let answer = app
        .guest("query($t: String!) { checkWording(text: $t) { calmer } }", json!({ "t": "长".repeat(5_001) }))
        .await;
    assert_eq!(code(&answer), "BAD_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_drafted_from_what_was_filled_in_and_nothing_else() {
    let app = App::start().await;
    let draft = "query($i: DraftStatementInput!) { draftStatement(input: $i) {
        zh en missing fitsClaim sentences { part zh fields } warnings { span { text } } } }";
    let input = json!({ "boughtOn": "2026-11-01", "product": "点卡", "amountFen": 48_800, "happened": "骗子平台没有发货",
        "remedy": "REFUND_FULL", "contacts": [{ "happenedOn": "2026-11-03", "channel": "ONLINE_CHAT", "result": "REFUSED" }] });
    let answer = app.guest(draft, json!({ "i": input })).await;
    let drafted = &answer["data"]["draftStatement"];
    assert_eq!(
        drafted["zh"],
        "2026年11月1日，我购买“点卡”，付款 488.00 元。实际发生的情况是：骗子平台没有发货。\
         2026年11月3日，我通过在线客服联系对方。结果：对方拒绝了我的请求。\n\
         请求对方全额退还已付款项 488.00 元（人民币肆佰捌拾捌元整）。",
        "{answer}"
    );
    assert_eq!(drafted["sentences"][0]["fields"], json!(["boughtOn", "product", "amountFen"]));
    assert_eq!(drafted["sentences"][3]["part"], "DEMAND");
    assert_eq!(drafted["warnings"][0]["span"]["text"], "骗子平台");
    assert_eq!(drafted["missing"], json!(["operator", "orderNumber", "paymentMethod", "ownUse", "promised"]));
    assert_eq!(drafted["fitsClaim"], true);

    let answer = app.guest(draft, json!({ "i": { "amountFen": 0 } })).await;
    assert_eq!(code(&answer), "OUT_OF_RANGE");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_see_which_of_their_own_words_weaken_their_claim() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    let ann = &people[1];
    let amend = "mutation($c: ID!) { amendClaim(input: {caseId: $c, story: \"这个骗子平台收了钱一直没有发货，客服装死。\"}) {
        claim { wordingWarnings { kind span { text } } } userErrors { code } } }";
    let answer = ann.ask(amend, json!({ "c": case })).await;
    let warnings = answer["amendClaim"]["claim"]["wordingWarnings"].as_array().unwrap().clone();
    assert_eq!(warnings[0], json!({ "kind": "VERDICT", "span": { "text": "骗子平台" } }), "{answer}");
    let contact = "mutation($c: ID!) { addContact(input: {caseId: $c, happenedOn: \"2026-11-20\", channel: PHONE,
        said: \"我说不退款就曝光你们\", result: REFUSED}) { contact { wordingWarnings { kind } } userErrors { code } } }";
    let answer = ann.ask(contact, json!({ "c": case })).await;
    assert_eq!(answer["addContact"]["contact"]["wordingWarnings"], json!([{ "kind": "THREAT" }]), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_on_is_told_with_the_others_who_already_go_it() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let operator = olga.operator("卡盟甲").await;
    let case = olga.case(&operator).await;
    let ask = "query($i: AdviseOnProblemInput!) { adviseOnProblem(input: $i) {
        similarCases { case { id } reasons { kind text } }
        nextChannel { verdict text next { channel deadline { dueOn } reasons { reason text } } asked { fact } } } }";
    let advise =
        async |input: Value| app.guest(ask, json!({ "i": input })).await["data"]["adviseOnProblem"].clone();
    let mut problem = json!({
        "text": "付款后一直没有收到卡密，客服说虚拟商品不支持退换。", "operatorName": "卡盟甲",
        "amountFen": 4_880, "ownUse": true,
    });
    let told = advise(problem.clone()).await;
    assert_eq!(told["similarCases"][0]["case"]["id"], case.as_str(), "{told}");
    assert_eq!(told["similarCases"][0]["reasons"][0]["kind"], "OPERATOR");
    assert_eq!(told["nextChannel"]["next"]["channel"], "OPERATOR_DESK");
    assert_eq!(told["nextChannel"]["next"]["reasons"][0]["reason"], "ASK_FIRST");

    // It was asked, and refused: the way goes on, and says why.
    problem["contacts"] = json!([{ "happenedOn": "2026-11-20", "result": "REFUSED" }]);
    let told = advise(problem.clone()).await;
    assert_eq!(told["nextChannel"]["verdict"], "GO");
    assert_ne!(told["nextChannel"]["next"]["channel"], "OPERATOR_DESK", "{told}");
    assert_eq!(told["nextChannel"]["next"]["reasons"][0]["reason"], "REFUSED");

    // A day that has not come is a mistake in a field, as anywhere.
    problem["contacts"][0]["happenedOn"] = json!("2026-12-24");
    let answer = app.guest(ask, json!({ "i": problem })).await;
    assert_eq!(code(&answer), "IN_FUTURE", "{answer}");
}
