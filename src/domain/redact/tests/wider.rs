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

#[test]
fn names_that_are_called_thanked_or_named_in_passing() {
    for (text, hides) in [
        ("主播-小鹿：感谢项懿的大火箭", "主播-小鹿：感谢【姓名1】的大火箭"),
        ("助教-胡涵雅：没退的同学看这里", "助教-【姓名1】：没退的同学看这里"),
        ("@王真：在吗", "@【姓名1】：在吗"),
        ("在网上被覃春素（自称）骗走500元", "在网上被【姓名1】（自称）骗走500元"),
        ("电话13800138000，找姚琳", "电话【手机1】，找【姓名1】"),
        ("找财务涂祺洋退钱", "找财务【姓名1】退钱"),
        ("3-2-101 石华：有没有人一起维权", "3-2-101 【姓名1】：有没有人一起维权"),
        ("上级代理 袁博 QQ 599036211", "上级代理 【姓名1】 QQ 【QQ1】"),
        ("被保险人 古丽娜尔·阿不都 已签字", "被保险人 【姓名1】 已签字"),
        ("用梁诗玲的账号登录", "用【姓名1】的账号登录"),
    ] {
        assert_eq!(hidden(text), hides);
    }
    for text in
        ["甲方：金牛驾校", "多谢支持，感谢理解", "请用余额支付，找客服处理", "会员被封，被误判（见公告）"]
    {
        leaves(text);
    }
}

#[test]
fn places_without_a_house_number_and_ids_without_a_cue() {
    for (text, hides) in [
        ("现住和润家园5-1-409，电话", "现住【地址1】，电话"),
        ("家住沈阳和平区大湾村委会旁。", "家住沈阳和平区【地址1】。"),
        ("我家在成都武侯区柳树屯", "我家在成都武侯区【地址1】"),
        ("昵称用户63378534。", "昵称【账号1】。"),
        ("加V信fx2xj31a068y7退款", "加V信【微信1】退款"),
        ("张伟/13800138000/￥20.00/TB51817476550259", "【姓名1】/【手机1】/￥20.00/TB51【订单1】0259"),
    ] {
        assert_eq!(hidden(text), hides);
    }
    leaves("在门市区域内使用，用户3年内可退，https://shop.example/item/51817476550259");
}
