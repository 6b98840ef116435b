<?php
// A page of a portal in PHP: the package's folder lies beside it, the token is signed for every page view.
// Start: php -S 127.0.0.1:8400 index.php

declare(strict_types=1);

use Qinghe\Host;

use const Qinghe\BATTERY;

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (str_starts_with($path, '/qinghe/')) {
    return false;
}
require getenv('QINGHE_SAMPLE') ?: __DIR__ . '/host.php';
$read = fn (string $name) => (string) file_get_contents(getenv('QINGHE_SECRETS') . "/$name");
$gateway = (string) getenv('QINGHE_GATEWAY');
$host = new Host((string) getenv('QINGHE_ORIGIN'), $gateway, $read('launch-key.pem'), $read('pseudonym-secret'));
if ($path === '/.well-known/jwks.json') {
    header('content-type: application/json');
    echo json_encode($host->jwks);
    return true;
}
$digest = json_decode((string) file_get_contents('qinghe/integrity.json'), true)['package']['define.js'];
$token = $host->sign($host->claims(Qinghe\signed_in()));
header('cache-control: no-store');
header("content-security-policy: default-src 'none'; script-src 'self'; frame-src $gateway; base-uri 'none'; form-action 'none'");
?>
<!doctype html>
<html lang="zh-Hans">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>心理健康</title>
    <script type="module" src="/qinghe/define.js" integrity="<?= $digest ?>"></script>
  </head>
  <body><qinghe-screening gateway="<?= htmlspecialchars($gateway) ?>" battery="<?= BATTERY ?>" token="<?= $token ?>" lang="zh-Hans"></qinghe-screening></body>
</html>
