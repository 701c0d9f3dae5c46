//! Names of rare letters, labels no list has, and numbers hidden with marks that seldom stand in them.

use super::*;

#[test]
fn names_of_rare_letters() {
    assert_eq!(hidden("月嫂崔芷萱只来了三天，订金没退"), "月嫂【姓名1】只来了三天，订金没退");
    assert_eq!(hidden("兽医贺珩没有执业证"), "兽医【姓名1】没有执业证");
    assert_eq!(hidden("租车人姚无忌，押金没退"), "租车人【姓名1】，押金没退");
    assert_eq!(hidden("领队苏一诺说包退"), "领队【姓名1】说包退");
    assert_eq!(hidden("投保：毛杞；驾驶：古丽·艾山"), "投保：【姓名1】；驾驶：【姓名2】");
    assert_eq!(hidden("问：叫什么？\n答：邹沅。"), "问：叫什么？\n答：【姓名1】。");
    assert_eq!(hidden("观演人扎西·顿珠没有取票"), "观演人【姓名1】没有取票");
    assert_eq!(hidden("旅客姓名（中文）：尹嘉树\n"), "旅客姓名（中文）：【姓名1】\n");
    assert_eq!(hidden("【某航】卢翊，您的航班延误"), "【某航】【姓名1】，您的航班延误");
    assert_eq!(hidden("5月3日 20:14\n贺潇\n在吗"), "5月3日 20:14\n【姓名1】\n在吗");
    assert_eq!(hidden("大二班 邱棠 妈妈 13800138000"), "大二班 【姓名1】 妈妈 【手机1】");
    for text in [
        "销售王老吉500ml，物业主任不在，客服经理解释了",
        "任航班延误，阿姨高兴，管理方案没写，项目经理未到",
        "品牌：李宁；口味：青柠；经办：未填",
    ] {
        leaves(text);
    }
}

#[test]
fn numbers_hidden_with_other_marks() {
    for way in ["138*0013*8000", "138，0013，8000", "138+0013+8000", "138、0013、8000", "86-13800138000"]
    {
        finds(&format!("打{way}找我"), &[(Kind::Mobile, way)]);
    }
    finds("证件号：430104=19730519=6909", &[(Kind::IdCard, "430104=19730519=6909")]);
    finds("账号 6222 6208 4469 3378", &[(Kind::BankCard, "6222 6208 4469 3378")]);
    finds("退款支付宝：138 001 38000", &[(Kind::Mobile, "138 001 38000")]);
    finds("邮箱moon7_at_qq.com", &[(Kind::Email, "moon7_at_qq.com")]);
    finds("微信就是moon_2024哦", &[(Kind::Wechat, "moon_2024")]);
    leaves("共13,800,138,000元，单价1,280,000元，138****5678");
}

#[test]
fn codes_and_devices_without_a_known_label() {
    finds("凭6-2-8841来取", &[(Kind::Secret, "6-2-8841")]);
    finds("【某站】440921为您的登录校验", &[(Kind::Secret, "440921")]);
    finds("二级密码QWHTZPKM不对", &[(Kind::Secret, "QWHTZPKM")]);
    finds("我的是240817-330921775200416，没发", &[(Kind::OrderNo, "240817-330921775200416")]);
    finds("维修单WX2024081733", &[(Kind::OrderNo, "WX2024081733")]);
    finds("手机上显示a3f0c9d27b1e4f86", &[(Kind::DeviceId, "a3f0c9d27b1e4f86")]);
    leaves("MD5 a3f0c9d27b1e4f86a3f0c9d27b1e4f86，凭发票来取，收银单据");
}

#[test]
fn addresses_to_their_last_word() {
    finds("寄武汉市江汉区桐梓路18号桃李春风，谢谢", &[(Kind::Address, "桐梓路18号桃李春风")]);
    finds("房号江汉区云璟5-2-1103\n", &[(Kind::Address, "云璟5-2-1103")]);
    finds("服务地 槐安西街9号", &[(Kind::Address, "槐安西街9号")]);
    leaves("麦浪小镇烘焙坊位于江汉区桐梓路18号，停在3栋楼下");
    leaves("电话0571-85123456（店铺）");
}
