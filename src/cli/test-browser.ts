console.log('no browser tests yet');
